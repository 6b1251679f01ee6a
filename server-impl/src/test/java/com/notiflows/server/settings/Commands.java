package com.notiflows.server.settings;

import com.notiflows.server.endpoints.RetireEndpoints;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.projects.TestKeys;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.World;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Creates commands for tests. */
public final class Commands {

  /** The key of the project. */
  public static final TokenKey KEY = TestKeys.TOKENS;

  /** A channel whose tokens belong to one user at a time. */
  public static final Channel APNS = channel(TokenPolicy.PRESET);

  /** A channel whose tokens may belong to several users. */
  public static final Channel SHARED =
      channel(
          new TokenPolicy(Optional.of(TokenOwnership.SHARED), Optional.empty(), Optional.empty()));

  /** A channel without device tokens. */
  public static final Channel SLACK = plain("slack");

  /** A channel without settings. */
  public static final Channel SMTP = plain("smtp");

  private static final int MOST_LISTED = 100;

  private Commands() {}

  private static Channel plain(String provider) {
    return new Channel(
        new UUID(5, provider.hashCode()),
        World.SPEC.providers().find(provider).orElseThrow(),
        TokenPolicy.PRESET);
  }

  /** An APNs channel with another policy. */
  public static Channel channel(TokenPolicy policy) {
    return new Channel(
        new UUID(3, policy.hashCode()), World.SPEC.providers().find("apns").orElseThrow(), policy);
  }

  /** An APNs channel with a cap. */
  public static Channel capped(int cap, TokenOverflow overflow) {
    return channel(new TokenPolicy(Optional.empty(), Optional.of(cap), Optional.of(overflow)));
  }

  /** Replaces the stored tokens. */
  public static PutSettings put(String user, Channel channel, String... tokens) {
    return new PutSettings(
        user, channel, channel.id().toString(), settings(tokens), Precondition.NONE, false);
  }

  /** Settings of these tokens. */
  public static NewSettings settings(String... tokens) {
    return new NewSettings(
        StoredSettings.NO_TEXT, Arrays.stream(tokens).map(KEY::identifier).distinct().toList());
  }

  /** Adds and removes tokens. */
  public static PatchTokens patch(
      String user, Channel channel, List<String> add, List<String> remove) {
    return patch(user, channel, new DeviceTokenChanges(add, remove, List.of(), List.of()));
  }

  /** Changes single tokens. */
  public static PatchTokens patch(String user, Channel channel, DeviceTokenChanges changes) {
    return new PatchTokens(
        user,
        channel,
        channel.id().toString(),
        HashedChanges.of(changes, KEY),
        Precondition.NONE,
        MOST_LISTED);
  }

  /** Removes settings. */
  public static DeleteSettings delete(String user, Channel channel) {
    return new DeleteSettings(user, channel, channel.id().toString(), Precondition.NONE);
  }

  /** Retires the reported endpoints. */
  public static RetireEndpoints retire(Channel channel, List<RetireEndpoints.Report> reports) {
    return new RetireEndpoints(channel, reports, World.SPEC.limits().quarantinedEndpoints());
  }

  /** Settings with these tokens, as JSON. */
  public static String tokenList(String... tokens) {
    return Arrays.stream(tokens)
        .map(token -> '"' + token + '"')
        .collect(Collectors.joining(",", "{\"device_tokens\":[", "]}"));
  }

  /** Access to a project with the channels above. */
  public static Access access(boolean requireIfMatch, String user) {
    ProjectSnapshot project =
        new ProjectSnapshot(
            World.PROJECT,
            1,
            ProjectService.SecurityMode.ON,
            Optional.empty(),
            requireIfMatch,
            KEY,
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of(),
            Map.of(APNS.id(), APNS, SHARED.id(), SHARED, SLACK.id(), SLACK, SMTP.id(), SMTP));
    return new Access(project, Optional.of(user), Optional.empty(), Optional.empty());
  }
}
