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

/** Makes the commands that write settings and subscriptions of many users and channels. */
public final class BulkService {

  private final SettingsValidator settings;
  private final SubscriptionValidator subscriptions;
  private final SchemaCheck itemCheck;
  private final int mostListed;

  /** Validates by that spec. */
  public BulkService(BundledSpec spec) {
    this.settings = new SettingsValidator(spec);
    this.subscriptions = new SubscriptionValidator(spec);
    this.itemCheck = spec.schema("BulkItem");
    this.mostListed = spec.limits().listedViolations();
  }

  /**
   * The command that stores and removes settings and subscriptions. If it is atomic, refused with
   * 422 and all violations, or with 428 if something would be replaced and the project demands a
   * precondition.
   *
   * @param isAtomic whether all is written or nothing; else all that is valid is written
   * @param items fulfil the schema of the spec
   */
  public BulkWrite write(Access access, boolean isAtomic, List<BulkItem> items) {
    ProjectSnapshot project = access.project();
    return new BulkWrite(project.id(), entries(project, items, false), isAtomic, false, mostListed);
  }

  /**
   * The command that stores what was exported in place of what is there, and creates missing users.
   * A list of device tokens or subscriptions may be empty.
   *
   * @param items whose subscriptions have no {@link #violations}
   */
  public BulkWrite restore(ProjectSnapshot project, List<BulkItem> items) {
    return new BulkWrite(project.id(), entries(project, items, true), false, true, mostListed);
  }

  /**
   * What is wrong with the shape of exported subscriptions, whatever their channel. In a request,
   * the schema of the body says so.
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
