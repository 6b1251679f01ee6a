package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.settings.Eviction;
import com.notiflows.server.settings.SettingsValidator;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Restores a retired endpoint for its former users, unless another user owns it now, its
 * installation has registered another one since, or another subscription has its name. Returns its
 * owners.
 *
 * @param field the field of the request that names the endpoint
 * @param quarantine how long a retired endpoint can be restored
 * @param mostListed maximum number of violations in an error
 */
public record RestoreEndpoint(
    Channel channel, Hash hash, String field, Duration quarantine, int mostListed)
    implements WriteCommand<List<StoredUser>> {

  @Override
  public Needs needs() {
    return Needs.ofOwners(channel.id(), Set.of(hash));
  }

  @Override
  public Outcome<List<StoredUser>> decide(ChangeSet rows) {
    List<UserChannel> owners = rows.owners(channel.id(), hash);
    boolean isOwned = owners.stream().anyMatch(owner -> of(owner).isLive());
    Instant since = rows.now().minus(quarantine);
    boolean isKnown = isOwned || owners.stream().anyMatch(owner -> isRestorable(of(owner), since));
    if (!isKnown) {
      return Outcome.rejected(
          ApiException.notFound(
              field, null, "The " + field.replace('_', ' ') + " is not in quarantine"));
    }
    boolean isTaken = isOwned && channel.isExclusive();
    List<UserChannel> changed = new ArrayList<>();
    for (UserChannel owner : owners) {
      Endpoint endpoint = of(owner);
      if (!endpoint.isLive()) {
        boolean comesBack =
            !isTaken && isRestorable(endpoint, since) && !isSuperseded(owner, endpoint);
        UserChannel after = comesBack ? restored(owner, endpoint, rows) : owner.without(hash);
        Optional<FieldViolation> violation = comesBack ? violation(after) : Optional.empty();
        if (violation.isPresent()) {
          return Outcome.rejected(
              ApiException.validationFailed(List.of(violation.get()), mostListed));
        }
        changed.add(after);
      }
    }
    changed.forEach(rows::put);
    return Outcome.done(owners(rows));
  }

  private Endpoint of(UserChannel owner) {
    return owner.find(hash).orElseThrow();
  }

  private static boolean isRestorable(Endpoint endpoint, Instant since) {
    return endpoint.retirement() != null && !endpoint.retirement().at().isBefore(since);
  }

  /** Whether the installation or the name of a subscription has another endpoint now. */
  private static boolean isSuperseded(UserChannel owner, Endpoint endpoint) {
    Hash installation = endpoint.installation();
    String name = nameOf(endpoint);
    return owner.live().stream()
        .anyMatch(
            other ->
                (installation != null && Objects.equals(other.installation(), installation))
                    || (name != null && Objects.equals(nameOf(other), name)));
  }

  private static @Nullable String nameOf(Endpoint endpoint) {
    Endpoint.Subscription own = endpoint.subscription();
    return own == null ? null : own.name();
  }

  private UserChannel restored(UserChannel owner, Endpoint endpoint, ChangeSet rows) {
    int cap = channel.policy().cap().orElse(mostEndpoints());
    UserChannel after =
        owner
            .with(
                endpoint
                    .retired(null)
                    .touched(rows.registration(channel.id(), hash))
                    .at(owner.nextPosition()))
            .listChanged(rows.now());
    if (!channel.policy().isEvicting()) {
      return after;
    }
    List<Endpoint> kept =
        Eviction.keep(
            after.endpoints(),
            cap + (after.endpoints().size() - after.live().size()),
            Eviction.order(after.live(), Set.of(hash)));
    return after.with(kept);
  }

  private Optional<FieldViolation> violation(UserChannel after) {
    int count = after.live().size();
    return count > mostEndpoints()
        ? Optional.of(FieldViolation.tooMany(field, mostEndpoints()))
        : SettingsValidator.overCap(channel, count, field);
  }

  private int mostEndpoints() {
    return channel.provider().mostEndpoints().orElse(Integer.MAX_VALUE);
  }

  private List<StoredUser> owners(ChangeSet rows) {
    List<StoredUser> owners = new ArrayList<>();
    for (UserChannel owner : rows.owners(channel.id(), hash)) {
      if (of(owner).isLive()) {
        rows.user(owner.place().userId()).ifPresent(owners::add);
      }
    }
    return owners;
  }
}
