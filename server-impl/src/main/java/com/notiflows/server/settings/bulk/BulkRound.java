package com.notiflows.server.settings.bulk;

import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.settings.store.SettingsChange;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** One try to write many items, within one transaction. */
final class BulkRound {

  private final BulkWrite write;
  private final List<ValidatedItem> items;
  private final int mostListed;

  /**
   * What is wrong with each item, in their order; it is known of all of them once all are locked.
   */
  private final List<List<BulkFault>> faults = new ArrayList<>();

  BulkRound(BulkWrite write, List<ValidatedItem> items, int mostListed) {
    this.write = write;
    this.items = items;
    this.mostListed = mostListed;
  }

  /**
   * Writes what is good.
   *
   * @throws ApiException if all shall be good, and something is not
   */
  BulkWritten run(Mappers mappers, SettingsWriter writer, Look look) {
    Map<String, UUID> users = lockUsers(mappers.get(UserMapper.class));
    List<Optional<SettingsChange>> changes = new ArrayList<>();
    for (ValidatedItem item : items) {
      Optional<UUID> user = Optional.ofNullable(users.get(item.item().externalId()));
      List<BulkFault> own = new ArrayList<>();
      if (user.isEmpty()) {
        own.add(BulkFault.noUser(item));
      }
      own.addAll(item.faults());
      faults.add(own);
      changes.add(own.isEmpty() ? user.map(item::change) : Optional.empty());
    }
    List<SettingsChange> candidates = changes.stream().flatMap(Optional::stream).toList();
    return results(
        writer.write(
            mappers,
            write.projectId(),
            write.key(),
            candidates,
            isThere -> admitted(changes, isThere),
            look));
  }

  /**
   * Users are locked before their settings, as all writers do who lock both: none waits in a ring.
   */
  private Map<String, UUID> lockUsers(UserMapper mapper) {
    Set<String> externalIds = new LinkedHashSet<>();
    items.forEach(item -> externalIds.add(item.item().externalId()));
    List<byte[]> sorted =
        externalIds.stream()
            .map(id -> id.getBytes(StandardCharsets.UTF_8))
            .sorted(Arrays::compareUnsigned)
            .toList();
    Map<String, UUID> users = new HashMap<>();
    for (List<byte[]> chunk : Chunks.of(sorted)) {
      mapper
          .lockShared(write.projectId(), chunk)
          .forEach(
              row -> users.put(new String(row.externalId(), StandardCharsets.UTF_8), row.id()));
    }
    return users;
  }

  private List<SettingsChange> admitted(
      List<Optional<SettingsChange>> changes, Predicate<SettingsChange> isThere) {
    List<SettingsChange> admitted = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (changes.get(i).isEmpty()) {
        continue;
      }
      SettingsChange change = changes.get(i).get();
      ValidatedItem item = items.get(i);
      if (item.isRemoval() && !isThere.test(change)) {
        faults.get(i).add(BulkFault.noSettings(item));
      } else if (!item.isRemoval() && write.requireIfMatch() && isThere.test(change)) {
        faults.get(i).add(BulkFault.noPrecondition());
      } else {
        admitted.add(change);
      }
    }
    if (write.isAtomic()) {
      refuseTheWhole();
    }
    return admitted;
  }

  private void refuseTheWhole() {
    List<BulkFault> all = faults.stream().flatMap(List::stream).toList();
    List<FieldViolation> violations =
        all.stream().flatMap(fault -> fault.fields().stream()).toList();
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, mostListed);
    }
    if (!all.isEmpty()) {
      throw all.get(0).alone();
    }
  }

  private BulkWritten results(List<Written> stored) {
    Iterator<Written> next = stored.iterator();
    List<BulkResult> results = new ArrayList<>(items.size());
    int moved = 0;
    for (int i = 0; i < items.size(); i++) {
      if (!faults.get(i).isEmpty()) {
        results.add(BulkResult.failed(faults.get(i).get(0).alone()));
      } else if (items.get(i).isRemoval()) {
        results.add(BulkResult.removed());
      } else {
        Written written = next.next();
        moved += written.tokensMoved();
        results.add(BulkResult.stored(written.settings()));
      }
    }
    return new BulkWritten(results, moved);
  }
}
