package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code change_heads}. */
public interface ChangeHeadMapper {

  /**
   * The ends of a project's chain of changes.
   *
   * @param position of the last change; 0 if there was none
   * @param hash of the last change; zeros if there was none
   * @param removed position of the last deleted change; 0 if none was deleted
   * @param removedHash its hash; zeros if none was deleted
   */
  record Head(long position, Hash hash, long removed, Hash removedHash) {

    private static final Hash ZEROS = Hash.of(new byte[32]);

    /** Of a project without changes. */
    public static final Head NONE = new Head(0, ZEROS, 0, ZEROS);
  }

  /** The head, also before the first change of a project. */
  default Head current(UUID projectId) {
    Head found = find(projectId);
    return found == null ? Head.NONE : found;
  }

  /** The head; null before the first change of a project. */
  @Nullable Head find(@Param("projectId") UUID projectId);

  /** The same, and locks it until the end of the transaction. */
  @Nullable Head lock(@Param("projectId") UUID projectId);

  /** Inserts the head of a project without changes; does nothing if it has a head. */
  int insert(@Param("projectId") UUID projectId, @Param("hash") Hash hash);

  /**
   * Sets the last change, and locks the head until the end of the transaction; counts 0 if the last
   * change is another one than before.
   */
  int advance(
      @Param("projectId") UUID projectId,
      @Param("knownPosition") long knownPosition,
      @Param("knownHash") Hash knownHash,
      @Param("position") long position,
      @Param("hash") Hash hash);

  /** Sets the last deleted change, unless a later one is set already. */
  int remove(
      @Param("projectId") UUID projectId,
      @Param("position") long position,
      @Param("hash") Hash hash);
}
