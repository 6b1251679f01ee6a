package com.notiflows.server.http.error;

import java.util.Map;

/**
 * An error response with {@code application/json}.
 *
 * @param status the HTTP status
 * @param headers the headers of this error, such as {@code Allow}
 * @param body the envelope
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped: never compared
public record ErrorAnswer(int status, Map<String, String> headers, byte[] body) {}
