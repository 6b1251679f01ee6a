package com.notiflows.server.settings;

/**
 * Settings that were written.
 *
 * @param settings as they are stored now
 * @param tokensMoved how many of their device tokens left another user
 */
public record Written(ChannelSettings settings, int tokensMoved) {}
