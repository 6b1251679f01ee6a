package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import java.util.List;

/** Checks a JSON tree against a schema of the spec. */
public final class SchemaCheck {

  private final SchemaNode schema;
  private final int mostListed;

  /** Finds one violation more than responses list. */
  SchemaCheck(SchemaNode schema, int mostListed) {
    this.schema = schema;
    this.mostListed = mostListed;
  }

  /** Whether the tree matches the schema. */
  public boolean accepts(JsonNode tree) {
    return violations(tree, "", 1).isEmpty();
  }

  /**
   * The violations in the order of the tree. Stops after one violation more than a response lists.
   *
   * @param root the path of the tree in the body; empty for the body itself
   */
  public List<FieldViolation> violations(JsonNode tree, String root) {
    return violations(tree, root, mostListed + 1);
  }

  /**
   * The violations in the order of the tree, up to a number.
   *
   * @param root the path of the tree in the body; empty for the body itself
   */
  public List<FieldViolation> violations(JsonNode tree, String root, int most) {
    Violations found = new Violations(most);
    schema.check(tree, root, found);
    return found.list();
  }
}
