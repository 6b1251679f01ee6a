package com.notiflows.server.config;

/**
 * The address of the server, and the base of its error URIs.
 *
 * @param address the address to listen on
 * @param port 0 for any free port
 * @param errorBase prefix of the error code in {@code type}; ends with a slash
 */
public record HttpConfig(String address, int port, String errorBase) {}
