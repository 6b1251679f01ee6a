package com.notiflows.server.persistence;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Which servers can use the schema after a step, by the description of the step. The description is
 * the name of its file and stays in the database, so that older servers can read it.
 *
 * @param oldest the oldest schema version that a server has to know; empty for none
 */
record SchemaStep(Optional<MigrationVersion> oldest) {

  private static final Pattern EXPAND = Pattern.compile("expand .+");
  private static final Pattern CONTRACT = Pattern.compile("contract since (\\d{1,9}) .+");

  /**
   * Reads the description of a step: {@code expand …}, which every older server can use, or {@code
   * contract since N …}, which servers can use that know version N. A step that says neither needs
   * a server that knows it.
   */
  static SchemaStep of(String description) {
    if (EXPAND.matcher(description).matches()) {
      return new SchemaStep(Optional.of(MigrationVersion.EMPTY));
    }
    Matcher contract = CONTRACT.matcher(description);
    return new SchemaStep(
        contract.matches()
            ? Optional.of(MigrationVersion.fromVersion(contract.group(1)))
            : Optional.empty());
  }

  /**
   * Whether a server can use the schema that knows the versions up to this one, but not the step.
   */
  boolean serves(MigrationVersion newest) {
    return oldest.map(version -> newest.compareTo(version) >= 0).orElse(false);
  }
}
