package dev.sluice.usage;

/**
 * On whose account a prompt goes. Immutable.
 *
 * @param user the name of the user
 * @param profile the name of the profile that shaped the prompt
 */
public record Asker(String user, String profile) {}
