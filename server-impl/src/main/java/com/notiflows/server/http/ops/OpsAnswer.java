package com.notiflows.server.http.ops;

import java.util.Map;

/**
 * A response of an endpoint for operators, ready to be sent.
 *
 * @param status of HTTP
 * @param headers all but the length
 * @param body empty if there is none; to HEAD, only its length is sent
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped: never compared
public record OpsAnswer(int status, Map<String, String> headers, byte[] body) {}
