package com.notiflows.server.settings;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.RefusedWrite;
import com.notiflows.server.write.UserChannels.Found;
import com.notiflows.server.write.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads channel settings and creates the commands that write them. */
public final class SettingsService {

  private final SettingsValidator validator;
  private final Limits limits;
  private final PlaceReader places;
  private final UserFinder users;

  /** Creates the service. */
  public SettingsService(BundledSpec spec, PlaceReader places, UserFinder users) {
    this.validator = new SettingsValidator(spec);
    this.limits = spec.limits();
    this.places = places;
    this.users = users;
  }

  /**
   * Settings with the endpoints of their tokens.
   *
   * @param endpoints in order; empty on a channel without device tokens
   */
  public record SettingsWithDevices(ChannelSettings settings, Optional<List<Endpoint>> endpoints) {

    /** The devices. Parses the stored text on each call. */
    public Optional<List<Device>> devices() {
      return endpoints.map(all -> all.stream().map(Device::of).toList());
    }
  }

  /**
   * The command that stores settings and replaces existing ones. Rejected with 404 for user or
   * channel, 422 with all violations, 412 if the precondition does not hold, 428 if the project
   * requires one and there is none.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<Written> put(
      Access access, String channelText, JsonNode settings, Precondition precondition) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    List<FieldViolation> violations = new ArrayList<>();
    Optional<NewSettings> valid =
        validator.validate(
            channel.get(), access.project().tokenKey(), settings, "settings", violations);
    if (valid.isEmpty()) {
      return refused(access, failed(violations));
    }
    return new PutSettings(
        access.user(),
        channel.get(),
        channelText,
        valid.get(),
        precondition,
        access.project().requireIfMatch());
  }

  /**
   * The command that changes single device tokens. Rejected with 404 for user or channel, or for
   * missing settings if no token is added; 422 if the channel has no device tokens, if the changes
   * contradict each other, or if the list would be too long; 412 if the precondition does not hold.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<Written> patch(
      Access access, String channelText, DeviceTokenChanges changes, Precondition precondition) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    if (!channel.get().hasTokens()) {
      return refused(access, failed(List.of(wrongProvider(channel.get(), DEVICE_TOKENS))));
    }
    List<FieldViolation> contradictions = changes.contradictions();
    if (!contradictions.isEmpty()) {
      return refused(access, failed(contradictions));
    }
    return new PatchTokens(
        access.user(),
        channel.get(),
        channelText,
        HashedChanges.of(changes, access.project().tokenKey()),
        precondition,
        limits.listedViolations());
  }

  /**
   * The command that removes settings. Rejected with 404 for user, channel or settings, 412 if the
   * precondition does not hold.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<UUID> delete(Access access, String channelText, Precondition precondition) {
    return access
        .channel()
        .<WriteCommand<UUID>>map(
            channel -> new DeleteSettings(access.user(), channel, channelText, precondition))
        .orElseGet(() -> refused(access, Access.noSuchChannel(channelText)));
  }

  /**
   * Reads settings with their devices.
   *
   * @param channelText the channel id as sent
   * @throws ApiException 404 for user, channel or settings
   */
  public SettingsWithDevices get(Access access, String channelText) {
    UUID channelId = access.channelId().orElseThrow();
    Found found =
        places
            .find(access.projectId(), channelId, access.user())
            .orElseThrow(() -> Access.noSuchUser(access.user()));
    Channel channel = access.requireChannel(channelText);
    UserChannel stored = found.stored();
    ChannelSettings settings =
        ChannelSettings.of(channel, stored)
            .orElseThrow(() -> ChannelSettings.notFound(channelText));
    return new SettingsWithDevices(
        settings, channel.hasTokens() ? Optional.of(stored.live()) : Optional.empty());
  }

  /**
   * Reads all of a user's settings, in order of their channels' ids.
   *
   * @throws ApiException 404 for the user
   */
  public List<ChannelSettings> list(Access access) {
    UUID userId = users.require(access);
    return of(access.project(), places.ofUsers(access.projectId(), List.of(userId)));
  }

  /** The stored settings on channels that have settings. */
  public static List<ChannelSettings> of(ProjectSnapshot project, List<UserChannel> stored) {
    return stored.stream()
        .flatMap(
            each ->
                project.channel(each.place().channelId()).stream()
                    .flatMap(channel -> ChannelSettings.of(channel, each).stream()))
        .toList();
  }

  /** The violation of a field that only other providers have. */
  public static FieldViolation wrongProvider(Channel channel, String field) {
    String message =
        "belongs to another provider; the provider of this channel is " + channel.provider().name();
    return new FieldViolation(field, message, Reason.WRONG_PROVIDER);
  }

  /** A write that always fails with the error, or with 404 if the user does not exist. */
  public static <R> WriteCommand<R> refused(Access access, ApiException error) {
    return new RefusedWrite<>(
        Optional.of(access.user()), access.channelId(), Access.noSuchUser(access.user()), error);
  }

  private ApiException failed(List<FieldViolation> violations) {
    return ApiException.validationFailed(violations, limits.listedViolations());
  }
}
