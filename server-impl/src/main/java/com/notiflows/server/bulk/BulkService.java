package com.notiflows.server.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.endpoints.SubscriptionValidator;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.settings.SettingsValidator;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.SchemaCheck;
import java.util.List;

/** Creates commands that write settings and subscriptions of many users and channels. */
public final class BulkService {

  private final SettingsValidator settings;
  private final SubscriptionValidator subscriptions;
  private final SchemaCheck itemCheck;
  private final int mostListed;

  /** Uses the schemas and limits of the spec. */
  public BulkService(BundledSpec spec) {
    this.settings = new SettingsValidator(spec);
    this.subscriptions = new SubscriptionValidator(spec);
    this.itemCheck = spec.schema("BulkItem");
    this.mostListed = spec.limits().listedViolations();
  }

  /**
   * The command that stores and removes settings and subscriptions. An atomic command is rejected
   * with 422 and all violations, or with 428 if it would replace something and the project requires
   * a precondition.
   *
   * @param isAtomic whether one invalid item rejects all; otherwise all valid items are written
   * @param items must match the schema of the spec
   */
  public BulkWrite write(Access access, boolean isAtomic, List<BulkItem> items) {
    ProjectSnapshot project = access.project();
    return new BulkWrite(project.id(), entries(project, items, false), isAtomic, false, mostListed);
  }

  /**
   * The command that restores exported settings and subscriptions. Replaces stored ones and creates
   * missing users. A list of device tokens or subscriptions may be empty.
   *
   * @param items their subscriptions must have no {@link #violations}
   */
  public BulkWrite restore(ProjectSnapshot project, List<BulkItem> items) {
    return new BulkWrite(project.id(), entries(project, items, true), false, true, mostListed);
  }

  /**
   * Schema violations of exported subscriptions, independent of the channel. In requests, the
   * schema of the body finds them.
   *
   * @param list a list; it may be empty
   */
  public List<FieldViolation> violations(String externalId, String channelText, JsonNode list) {
    if (list.isEmpty()) {
      return List.of();
    }
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("user_id", externalId).put("channel_id", channelText).set("subscriptions", list);
    return itemCheck.violations(item, "");
  }

  private List<BulkEntry> entries(
      ProjectSnapshot project, List<BulkItem> items, boolean isRestore) {
    return new BulkEntries(settings, subscriptions, project, isRestore, mostListed).of(items);
  }
}
