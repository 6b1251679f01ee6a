package com.notiflows.server.settings;

import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes to a list of device tokens. Idempotent: applying them twice has no further effect.
 *
 * @param add tokens to add
 * @param remove tokens to remove
 * @param replace tokens that replace others
 * @param devices devices whose tokens to add, with their metadata
 */
public record DeviceTokenChanges(
    List<String> add, List<String> remove, List<Replacement> replace, List<DeviceFacts> devices) {

  /** Copies the lists. */
  public DeviceTokenChanges {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    replace = List.copyOf(replace);
    devices = List.copyOf(devices);
  }

  /** A token that replaces another. */
  public record Replacement(String from, String to) {

    /** Omits the tokens because they are secret. */
    @Override
    public String toString() {
      return "Replacement";
    }
  }

  /** All tokens to add. */
  public List<String> added() {
    return Stream.of(
            add.stream(),
            replace.stream().map(Replacement::to),
            devices.stream().map(DeviceFacts::token))
        .flatMap(tokens -> tokens)
        .toList();
  }

  /** All tokens to remove. */
  public Set<String> unwanted() {
    Set<String> unwanted = new HashSet<>(remove);
    replace.stream().filter(r -> !r.from().equals(r.to())).forEach(r -> unwanted.add(r.from()));
    return unwanted;
  }

  /** Tokens that are both added and removed, and devices that occur twice. */
  List<FieldViolation> contradictions() {
    Set<String> unwanted = unwanted();
    List<FieldViolation> found = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    Set<String> installations = new HashSet<>();
    for (int i = 0; i < add.size(); i++) {
      if (unwanted.contains(add.get(i))) {
        found.add(contradiction("device_tokens.add[" + i + "]"));
      }
    }
    for (int i = 0; i < replace.size(); i++) {
      if (unwanted.contains(replace.get(i).to())) {
        found.add(contradiction("device_tokens.replace[" + i + "].to"));
      }
    }
    for (int i = 0; i < devices.size(); i++) {
      if (unwanted.contains(devices.get(i).token())) {
        found.add(contradiction("devices[" + i + "].device_token"));
      }
      if (!tokens.add(devices.get(i).token())) {
        found.add(repetition("devices[" + i + "].device_token"));
      }
      if (!devices.get(i).installationId().map(installations::add).orElse(true)) {
        found.add(repetition("devices[" + i + "].installation_id"));
      }
    }
    return found;
  }

  /** Applies the changes to a list. Remaining tokens keep their order. */
  List<String> applyTo(List<String> tokens) {
    List<String> changed = new ArrayList<>(tokens);
    for (Replacement replacement : replace) {
      int place = changed.indexOf(replacement.from());
      if (place >= 0 && !changed.contains(replacement.to())) {
        changed.set(place, replacement.to());
      }
    }
    Set<String> result = new LinkedHashSet<>(changed);
    replace.stream().filter(r -> !r.from().equals(r.to())).forEach(r -> result.remove(r.from()));
    remove.forEach(result::remove);
    replace.forEach(replacement -> result.add(replacement.to()));
    result.addAll(added());
    return List.copyOf(result);
  }

  /** Omits the tokens because they are secret. */
  @Override
  public String toString() {
    return "DeviceTokenChanges";
  }

  private static FieldViolation repetition(String field) {
    return new FieldViolation(
        field, "is used for another device of the request", Reason.INVALID_VALUE);
  }

  private static FieldViolation contradiction(String field) {
    return new FieldViolation(field, "is also removed by the request", Reason.INVALID_VALUE);
  }
}
