package com.notiflows.contract;

import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.NewKey;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.users.UserAdministration;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Creates projects for tests with the services of the command line. */
final class Projects {

  private final ProjectService projects;
  private final KeyService keys;
  private final ChannelService channels;
  private final UserAdministration users;

  Projects(BundledSpec spec) {
    Transactions transactions = TestServer.get().components().database().transactions();
    Clock clock = Clock.systemUTC();
    this.projects = new ProjectService(transactions, clock);
    this.keys = new KeyService(projects, transactions, clock, spec.scopes());
    this.channels = new ChannelService(projects, spec.providers(), transactions, clock);
    this.users = TestServer.get().components().services().userAdministration();
  }

  /** A project with both keys. */
  record Tenant(UUID id, String publicKey, String secretKey, UUID secretKeyId) {

    Request request(String method, String target) {
      return Request.of(method, target).keys(publicKey, secretKey);
    }

    Request put(String target, String json) {
      return request("PUT", target).json(json);
    }
  }

  Tenant create(String name) {
    UUID id = projects.create(name).id();
    String publicKey = keys.create(id, NewKey.of(KeyService.Kind.PUBLIC)).text();
    KeyService.FreshKey secret = keys.create(id, NewKey.of(KeyService.Kind.SECRET));
    return new Tenant(id, publicKey, secret.text(), secret.key().id());
  }

  KeyService.FreshKey key(Tenant tenant, KeyService.Kind kind, Duration lifetime) {
    return keys.create(
        tenant.id(), new NewKey(kind, Optional.empty(), Optional.of(lifetime), Set.of()));
  }

  /** The project with another secret key, which has only those scopes. */
  Tenant scoped(Tenant tenant, Set<String> scopes) {
    KeyService.FreshKey secret =
        keys.create(
            tenant.id(),
            new NewKey(KeyService.Kind.SECRET, Optional.empty(), Optional.empty(), scopes));
    return new Tenant(tenant.id(), tenant.publicKey(), secret.text(), secret.key().id());
  }

  void revoke(Tenant tenant, UUID keyId) {
    keys.revoke(tenant.id(), keyId);
  }

  UUID channel(Tenant tenant, String provider) {
    return channels
        .create(tenant.id(), provider, provider, provider, Optional.empty(), TokenPolicy.PRESET)
        .id();
  }

  /** A channel on which several users may have the same device token. */
  UUID sharedChannel(Tenant tenant, String provider) {
    return channels
        .create(
            tenant.id(),
            provider,
            "shared-" + provider,
            provider,
            Optional.empty(),
            new TokenPolicy(Optional.of(TokenOwnership.SHARED), Optional.empty(), Optional.empty()))
        .id();
  }

  /** A channel with a given id, which other projects may use too. */
  void channel(Tenant tenant, String provider, UUID id) {
    channels.create(tenant.id(), provider, provider, provider, Optional.of(id), TokenPolicy.PRESET);
  }

  UUID user(Tenant tenant, String externalId) {
    return users.create(tenant.id(), externalId).id();
  }
}
