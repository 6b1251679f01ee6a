package com.notiflows.server.persistence;

import com.notiflows.server.encryption.WrappedKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code data_keys}. */
public interface DataKeyMapper {

  /**
   * A data key, with the revision of its project. Without keys, a project has one row with nothing
   * but the revision.
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record Row(
      long revision,
      @Nullable Integer id,
      byte @Nullable [] wrapped,
      @Nullable String wrappedBy,
      @Nullable Instant createdAt,
      @Nullable Instant retiredAt) {

    /** Omits the wrapped key. */
    @Override
    public String toString() {
      return "Row[id=" + id + "]";
    }
  }

  /** The data keys of a project in order of their ids; empty if there is no such project. */
  List<Row> list(@Param("projectId") UUID projectId);

  /** Inserts a key. */
  int insert(@Param("projectId") UUID projectId, @Param("key") WrappedKey key);

  /** Retires the keys that encrypt. */
  int retire(@Param("projectId") UUID projectId, @Param("now") Instant now);

  /** Replaces a wrapped key, if it was wrapped by that master key. */
  int rewrap(
      @Param("projectId") UUID projectId,
      @Param("key") WrappedKey key,
      @Param("wrappedBy") String wrappedBy);

  /** Removes a key. */
  int delete(@Param("projectId") UUID projectId, @Param("id") int id);

  /** The keys among the rows of {@link #list}. */
  static List<WrappedKey> keys(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.id() != null)
        .map(
            row ->
                new WrappedKey(
                    Objects.requireNonNull(row.id()),
                    Objects.requireNonNull(row.wrapped()),
                    Objects.requireNonNull(row.wrappedBy()),
                    Objects.requireNonNull(row.createdAt()),
                    row.retiredAt()))
        .toList();
  }
}
