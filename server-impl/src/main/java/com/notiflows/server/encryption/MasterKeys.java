package com.notiflows.server.encryption;

import com.notiflows.server.config.EncryptionConfig;
import com.notiflows.server.problem.AdministrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The master keys of this server. The first one wraps; all unwrap what they wrapped. */
public final class MasterKeys {

  /** No master key: encryption is off. */
  public static final MasterKeys NONE = new MasterKeys(List.of());

  private static final String REMEDY =
      " Set NOTIFLOWS_MASTER_KEY or NOTIFLOWS_MASTER_KEY_FILE to a file that has this key too.";

  private final List<KeyWrapper> wrappers;

  /** These keys, the current one first. */
  public MasterKeys(List<? extends KeyWrapper> wrappers) {
    this.wrappers = List.copyOf(wrappers);
  }

  /** The keys that libraries on the class path provide, and then those of the configuration. */
  public static MasterKeys of(EncryptionConfig config) {
    return of(config, MasterKeys.class.getClassLoader());
  }

  /** The same, with another class path. */
  static MasterKeys of(EncryptionConfig config, ClassLoader libraries) {
    List<KeyWrapper> wrappers = new ArrayList<>();
    ServiceLoader.load(KeyWrapper.class, libraries).forEach(wrappers::add);
    config.masterKeys().forEach(key -> wrappers.add(new LocalKeyWrapper(key)));
    return new MasterKeys(wrappers);
  }

  /** Whether data is encrypted. */
  public boolean areThere() {
    return !wrappers.isEmpty();
  }

  /**
   * The key that wraps.
   *
   * @throws AdministrationException if there is none
   */
  public KeyWrapper current() {
    if (wrappers.isEmpty()) {
      throw new AdministrationException(
          "No master key is configured. Set NOTIFLOWS_MASTER_KEY or NOTIFLOWS_MASTER_KEY_FILE.");
    }
    return wrappers.get(0);
  }

  /** The key of that id. */
  public Optional<KeyWrapper> find(String id) {
    return wrappers.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * Requires that a server can use data keys that are in use.
   *
   * @param wrappedBy the ids of the master keys that wrapped them
   * @throws AdministrationException if it lacks one of them
   */
  public void requireAll(List<String> wrappedBy) {
    for (String id : wrappedBy) {
      if (find(id).isEmpty()) {
        throw new AdministrationException(
            "The database has encrypted data, and its master key "
                + id
                + " is not configured."
                + REMEDY
                + (areThere() ? "" : " To turn encryption off, first run `encryption decrypt`."));
      }
    }
  }

  /** Unwraps a data key of that row of {@code data_keys}. */
  byte[] unwrap(RowId row, WrappedKey key) {
    KeyWrapper wrapper =
        find(key.wrappedBy())
            .orElseThrow(
                () ->
                    new DecryptionException(
                        "The data key "
                            + key.id()
                            + " ("
                            + row
                            + ") was wrapped by the master key "
                            + key.wrappedBy()
                            + ", which is not configured."
                            + REMEDY));
    return wrapper
        .unwrap(key.wrapped(), context(row, key.id()))
        .orElseThrow(
            () ->
                new DecryptionException(
                    "The data key "
                        + key.id()
                        + " ("
                        + row
                        + ") was changed outside of Notiflows. Restore the table data_keys from a"
                        + " backup."));
  }

  /** What a wrapped data key is bound to. */
  static byte[] context(RowId row, int keyId) {
    return row.context("wrapped:" + keyId);
  }
}
