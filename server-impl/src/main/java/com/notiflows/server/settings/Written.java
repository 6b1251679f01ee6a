package com.notiflows.server.settings;

/**
 * Stored settings.
 *
 * @param settings the settings as stored now
 * @param tokensMoved how many of their device tokens moved from another user
 */
public record Written(ChannelSettings settings, int tokensMoved) {}
