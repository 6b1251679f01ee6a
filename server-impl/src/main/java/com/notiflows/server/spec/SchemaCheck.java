package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import java.util.List;

/** Checks a JSON tree against a schema of the spec. */
public final class SchemaCheck {

  private final SchemaNode schema;
  private final int mostListed;

  /** Finds as many violations as answers list, and one more to show that there are more. */
  SchemaCheck(SchemaNode schema, int mostListed) {
    this.schema = schema;
    this.mostListed = mostListed;
  }

  /** Whether the tree matches the schema. */
  public boolean accepts(JsonNode tree) {
    return violations(tree, "", 1).isEmpty();
  }

  /**
   * What is wrong with the tree, in the order of the tree. If that is more than an answer lists,
   * the list has one violation more than the answer, and the rest of the tree is not looked at.
   *
   * @param root the path of the tree in the body; empty for the body itself
   */
  public List<FieldViolation> violations(JsonNode tree, String root) {
    return violations(tree, root, mostListed + 1);
  }

  /**
   * What is wrong with the tree, up to a number of violations.
   *
   * @param root the path of the tree in the body; empty for the body itself
   */
  public List<FieldViolation> violations(JsonNode tree, String root, int most) {
    Violations found = new Violations(most);
    schema.check(tree, root, found);
    return found.list();
  }
}
