package com.notiflows.server.http;

import com.notiflows.api.model.BulkResults;
import com.notiflows.api.model.BulkUpdate;
import com.notiflows.server.bulk.BulkItem;
import com.notiflows.server.bulk.BulkResult;
import com.notiflows.server.bulk.BulkService;
import com.notiflows.server.bulk.BulkWritten;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.WriteCommand;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Translates between the model of a bulk write and its command. */
public final class BulkWriter {

  private static final int STORED = 200;
  private static final int REMOVED = 204;

  private final BulkService service;
  private final ItemErrors errors;

  /** Creates commands with the service. */
  public BulkWriter(BulkService service, ItemErrors errors) {
    this.service = service;
    this.errors = errors;
  }

  WriteCommand<BulkWritten> command(Access access, BulkUpdate update) {
    boolean isAtomic = update.getMode() == BulkUpdate.ModeEnum.ATOMIC;
    return service.write(
        access, isAtomic, update.getItems().stream().map(BulkWriter::item).toList());
  }

  WriteAnswer answer(BulkWritten written, String requestId) {
    List<UUID> users =
        written.results().stream().flatMap(result -> result.users().stream()).distinct().toList();
    return WriteAnswer.ok(model(written, requestId), users).moving(written.tokensMoved());
  }

  private static BulkItem item(com.notiflows.api.model.BulkItem model) {
    return new BulkItem(
        model.getUserId(),
        model.getChannelId(),
        Optional.ofNullable(model.getSettings()),
        Optional.ofNullable(model.getSubscriptions())
            .map(all -> all.stream().map(ChannelSubscriptionConverter::toSent).toList()));
  }

  private BulkResults model(BulkWritten written, String requestId) {
    List<BulkResult> results = written.results();
    int stored = (int) results.stream().filter(BulkResult::isStored).count();
    int removed = (int) results.stream().filter(BulkResult::isRemoval).count();
    return new BulkResults()
        .items(results.stream().map(result -> model(result, requestId)).toList())
        .stored(stored)
        .removed(removed)
        .failed(results.size() - stored - removed);
  }

  private com.notiflows.api.model.BulkResult model(BulkResult result, String requestId) {
    com.notiflows.api.model.BulkResult model = new com.notiflows.api.model.BulkResult();
    if (result.failure().isPresent()) {
      ApiException failure = result.failure().get();
      return model.status(failure.code().status()).error(errors.of(failure, requestId));
    }
    if (result.isRemoval()) {
      return model.status(REMOVED);
    }
    result
        .settings()
        .ifPresent(stored -> model.setChannelSettings(ChannelSettingsConverter.toModel(stored)));
    result
        .subscriptions()
        .ifPresent(
            stored ->
                model.setSubscriptions(
                    stored.stream().map(ChannelSubscriptionConverter::toModel).toList()));
    return model.status(STORED);
  }
}
