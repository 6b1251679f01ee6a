package com.notiflows.server.http.error;

import java.util.Map;

/**
 * An error, ready to be sent as {@code application/json}.
 *
 * @param status of HTTP
 * @param headers those that this error asks for, such as {@code Allow}
 * @param body the envelope
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped: never compared
public record ErrorAnswer(int status, Map<String, String> headers, byte[] body) {}
