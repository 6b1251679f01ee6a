package com.notiflows.server.config;

/**
 * How the server is reached, and what it says of itself.
 *
 * @param address the address to listen on
 * @param port 0 for any free one
 * @param errorBase what stands before an error code in {@code type}; ends with a slash
 */
public record HttpConfig(String address, int port, String errorBase) {}
