package com.notiflows.contract;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.DirectorySource;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.PactSource;
import au.com.dius.pact.provider.junitsupport.loader.PactLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the pacts of the folder in {@code pacts.folder}, or of the folder {@code pacts} of this
 * module. Unlike Pact's own loader, it says which files it skips, and it fails if none is left.
 */
public final class PactFiles implements PactLoader {

  private final Path folder;

  /** Called by Pact. */
  public PactFiles() {
    String named = System.getProperty("pacts.folder", "");
    // A relative name is relative to where Maven was started.
    this.folder =
        (named.isEmpty()
                ? Path.of("pacts")
                : Path.of(System.getProperty("pacts.base", "")).resolve(named))
            .toAbsolutePath()
            .normalize();
  }

  @Override
  public List<Pact> load(String provider) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no folder " + folder);
    }
    List<Pact> pacts = new ArrayList<>();
    for (Path file : files()) {
      Pact pact = DefaultPactReader.INSTANCE.loadPact(file.toFile());
      if (pact.getProvider().getName().equals(provider)) {
        pacts.add(pact);
      } else {
        System.out.println("Skipped " + file + ": its provider is " + pact.getProvider().getName());
      }
    }
    if (pacts.stream().allMatch(pact -> pact.getInteractions().isEmpty())) {
      throw new IOException("No interaction with " + provider + " in " + folder);
    }
    System.out.println("Pacts in " + folder);
    return pacts;
  }

  @Override
  public PactSource getPactSource() {
    return new DirectorySource(folder.toFile());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
