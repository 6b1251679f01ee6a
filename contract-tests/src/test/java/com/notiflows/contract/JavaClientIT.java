package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.client.ApiClient;
import com.notiflows.client.ApiException;
import com.notiflows.client.ApiResponse;
import com.notiflows.client.api.ChannelSettingsApi;
import com.notiflows.client.api.ChannelSettingsApi.APIPatchUserChannelSettingsRequest;
import com.notiflows.client.api.SignedInUserApi;
import com.notiflows.client.api.UsersApi;
import com.notiflows.client.model.BulkItem;
import com.notiflows.client.model.BulkResults;
import com.notiflows.client.model.BulkUpdate;
import com.notiflows.client.model.ChannelSettings;
import com.notiflows.client.model.ChannelSettingsPatch;
import com.notiflows.client.model.ChannelSettingsUpdate;
import com.notiflows.client.model.ChannelSubscription;
import com.notiflows.client.model.ChannelSubscriptionUpdate;
import com.notiflows.client.model.DeviceTokenChanges;
import com.notiflows.client.model.ErrorBody;
import com.notiflows.client.model.ErrorCode;
import com.notiflows.client.model.ErrorDetails;
import com.notiflows.client.model.ErrorResponse;
import com.notiflows.client.model.FieldError;
import com.notiflows.client.model.StoredSettings;
import com.notiflows.client.model.User;
import com.notiflows.client.model.UserChannelSettings;
import com.notiflows.client.model.UserPage;
import com.notiflows.client.model.UserUpdate;
import com.notiflows.client.model.WrittenSettings;
import com.notiflows.client.model.WrittenSubscriptionSettings;
import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated Java client, used like a backend does. */
class JavaClientIT {

  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("java client");
  private final ApiClient client = client("x-notiflows-secret-key", tenant.secretKey());
  private final UsersApi users = new UsersApi(client);
  private final ChannelSettingsApi settings = new ChannelSettingsApi(client);

  @Test
  void createsReplacesAndDeletesSettings() throws Exception {
    UUID apns = projects.channel(tenant, "apns");
    String channel = apns.toString();
    assertEquals(201, users.upsertUserWithHttpInfo("ann", new UserUpdate(), null).getStatusCode());
    ApiResponse<User> merged =
        users.upsertUserWithHttpInfo("ann", new UserUpdate().email("ann@example.com"), null);
    assertEquals(200, merged.getStatusCode());
    assertEquals("ann@example.com", merged.getData().getEmail());

    ChannelSettings written = put("ann", channel, tokens("t1", "t2"));

    assertEquals(apns, written.getChannelId());
    assertEquals("apns", written.getProvider());
    assertEquals(merged.getData().getId(), written.getUserId());
    assertEquals(List.of("t1", "t2"), tokensOf(written));
    assertEquals(written, settings.getUserChannelSettings("ann", channel, null, null));
    assertEquals(List.of(written), settings.listUserChannelSettings("ann", null).getItems());

    ChannelSettings replaced = put("ann", channel, tokens("t3"));
    assertEquals(List.of("t3"), tokensOf(replaced));
    assertEquals(written.getCreatedAt(), replaced.getCreatedAt());
    assertTrue(replaced.getUpdatedAt().isAfter(written.getUpdatedAt()));
    assertEquals(replaced, settings.getUserChannelSettings("ann", channel, null, null));

    assertEquals(
        204,
        settings.deleteUserChannelSettingsWithHttpInfo("ann", channel, null, null).getStatusCode());
    ErrorBody gone =
        refusal(404, () -> settings.deleteUserChannelSettings("ann", channel, null, null));
    assertEquals(ErrorCode.NOT_FOUND, gone.getCode());
    assertEquals("channel_settings", gone.getDetails().getResource());
    assertEquals(channel, gone.getDetails().getId());
    assertEquals(List.of(), settings.listUserChannelSettings("ann", null).getItems());
  }

  @Test
  void roundTripsSettingsOfAllProviders() throws Exception {
    Map<String, WrittenSettings> written =
        Map.of(
            "apns", tokens("t"),
            "slack", new WrittenSettings().slackChannelId("C1").slackUserId("U1"),
            "telegram", new WrittenSettings().telegramChatId("1").telegramThreadId("2"),
            "webhook", new WrittenSettings().webhookUrl("https://1.1.1.1/hook"),
            "whatsapp", new WrittenSettings().whatsappPhoneNumber("+14155552671"));
    UserUpdate update = new UserUpdate();
    for (Map.Entry<String, WrittenSettings> one : written.entrySet()) {
      update.addChannelSettingsItem(
          new UserChannelSettings()
              .channelId(projects.channel(tenant, one.getKey()).toString())
              .settings(one.getValue()));
    }
    assertEquals(written.size(), users.upsertUser("ann", update, null).getChannelSettings().size());

    List<ChannelSettings> stored = settings.listUserChannelSettings("ann", null).getItems();

    assertEquals(
        written.keySet(), new TreeSet<>(stored.stream().map(s -> s.getProvider()).toList()));
    for (ChannelSettings one : stored) {
      assertEquals(
          toJson(written.get(one.getProvider())), toJson(one.getSettings()), one.getProvider());
      assertEquals(
          one, settings.getUserChannelSettings("ann", one.getChannelId().toString(), null, null));
    }
  }

  @Test
  void keepsUnknownSettings() throws Exception {
    String json = Json.of("{'pager_number':'555123','slack_user_id':'U1'}");

    StoredSettings stored = client.getObjectMapper().readValue(json, StoredSettings.class);

    assertEquals("U1", stored.getSlackUserId());
    assertEquals("555123", stored.getAdditionalProperty("pager_number"));
  }

  @Test
  void clearsNullFieldsAndKeepsOmittedOnes() throws Exception {
    users.upsertUser(
        "ann",
        new UserUpdate().firstName("Ann").lastName("Lee").customFields(Map.of("a", 1)),
        null);

    User cleared = users.upsertUser("ann", new UserUpdate().firstName(null), null);

    assertNull(cleared.getFirstName());
    assertEquals("Lee", cleared.getLastName());
    assertEquals(Map.of("a", 1), cleared.getCustomFields());
    assertEquals(cleared, users.getUser("ann", null));
    users.deleteUser("ann", null);
    ErrorBody gone = refusal(404, () -> users.getUser("ann", null));
    assertEquals("user", gone.getDetails().getResource());
  }

  @Test
  void patchesTokensWithIfMatch() throws Exception {
    String channel = projects.channel(tenant, "apns").toString();
    users.upsertUser("ann", new UserUpdate(), null);
    put("ann", channel, tokens("t1"));
    String seen =
        settings
            .getUserChannelSettingsWithHttpInfo("ann", channel, null, null)
            .getHeaders()
            .get("etag")
            .get(0);

    DeviceTokenChanges added = new DeviceTokenChanges().add(List.of("t2")).remove(List.of("t1"));
    ChannelSettings patched =
        settings.patchUserChannelSettings(
            APIPatchUserChannelSettingsRequest.newBuilder()
                .userId("ann")
                .channelId(channel)
                .channelSettingsPatch(new ChannelSettingsPatch().deviceTokens(added))
                .ifMatch(seen)
                .build());
    assertEquals(List.of("t2"), tokensOf(patched));

    ChannelSettingsUpdate update = new ChannelSettingsUpdate().settings(tokens("mine"));
    ErrorBody refused =
        refusal(
            412,
            () -> settings.updateUserChannelSettings("ann", channel, update, seen, null, null));
    assertEquals(ErrorCode.PRECONDITION_FAILED, refused.getCode());
    assertEquals(patched, settings.getUserChannelSettings("ann", channel, null, null));
  }

  @Test
  void retriesWithAnIdempotencyKey() throws Exception {
    String key = UUID.randomUUID().toString();
    ApiResponse<User> first = users.upsertUserWithHttpInfo("ann", new UserUpdate(), key);

    ApiResponse<User> again = users.upsertUserWithHttpInfo("ann", new UserUpdate(), key);

    assertEquals(201, again.getStatusCode());
    assertEquals(first.getData(), again.getData());
    assertEquals(List.of("true"), again.getHeaders().get("idempotency-replayed"));
    UserUpdate other = new UserUpdate().email("ann@example.com");
    ErrorBody refused = refusal(409, () -> users.upsertUser("ann", other, key));
    assertEquals(ErrorCode.CONFLICT, refused.getCode());
    assertEquals("idempotency_key_reused", refused.getDetails().getReason());
    assertEquals(key, refused.getDetails().getIdempotencyKey());
  }

  @Test
  void updatesManyUsersInBulk() throws Exception {
    String channel = projects.channel(tenant, "apns").toString();
    users.upsertUser("ann", new UserUpdate(), null);
    BulkUpdate update =
        new BulkUpdate()
            .mode(BulkUpdate.ModeEnum.PARTIAL)
            .addItemsItem(
                new BulkItem().userId("ann").channelId(channel).settings(tokens("t1", "t2")))
            .addItemsItem(new BulkItem().userId("nobody").channelId(channel).remove(true));

    BulkResults results = settings.bulkUpdateChannelSettings(update, null);

    assertEquals(List.of(1, 1), List.of(results.getStored(), results.getFailed()));
    assertEquals(
        settings.getUserChannelSettings("ann", channel, null, null),
        results.getItems().get(0).getChannelSettings());
    assertEquals(ErrorCode.NOT_FOUND, results.getItems().get(1).getError().getCode());
  }

  @Test
  void actsForASignedInUser() throws Exception {
    String apns = projects.channel(tenant, "apns").toString();
    String webPush = projects.channel(tenant, "web_push").toString();
    SignedIn.trustedBy(tenant.id(), TestServer.get());
    users.upsertUser("ann", new UserUpdate(), null);
    SignedInUserApi ann =
        new SignedInUserApi(client("x-notiflows-user-key", SignedIn.token("ann")));

    ChannelSettings own =
        ann.updateOwnChannelSettings(
            apns, new ChannelSettingsUpdate().settings(tokens("t")), null, null, null);
    assertEquals(own, settings.getUserChannelSettings("ann", apns, null, null));

    WrittenSubscriptionSettings browser =
        new WrittenSubscriptionSettings()
            .endpoint("https://1.1.1.1/push")
            .p256dh("B".repeat(87))
            .auth("A".repeat(22));
    ChannelSubscriptionUpdate update =
        new ChannelSubscriptionUpdate().identifier("browser").settings(browser);
    ApiResponse<ChannelSubscription> subscribed =
        ann.upsertOwnChannelSubscriptionWithHttpInfo(webPush, update, null);
    assertEquals(201, subscribed.getStatusCode());
    assertEquals(toJson(browser), toJson(subscribed.getData().getSettings()));
    assertEquals(
        List.of(subscribed.getData()), ann.listOwnChannelSubscriptions(webPush, null).getItems());

    SignedInUserApi nobody = new SignedInUserApi(client("x-notiflows-user-key", "no.jwt.here"));
    ErrorBody error = refusal(401, () -> nobody.getOwnChannelSettings(apns, null, null));
    assertEquals(ErrorDetails.AuthEnum.USER_KEY, error.getDetails().getAuth());
  }

  @Test
  void reportsTheInvalidKey() throws Exception {
    UsersApi stranger =
        new UsersApi(client("x-notiflows-secret-key", KeyFormat.complete("sk_nobody")));

    ErrorBody error = refusal(401, () -> stranger.getUser("ann", null));

    assertEquals(ErrorCode.UNAUTHENTICATED, error.getCode());
    assertEquals(ErrorDetails.AuthEnum.SECRET_KEY, error.getDetails().getAuth());
    assertEquals("invalid", error.getDetails().getReason());
  }

  @Test
  void reportsAllViolations() throws Exception {
    UUID slack = projects.channel(tenant, "slack");
    users.upsertUser("ann", new UserUpdate(), null);

    ErrorBody error =
        refusal(
            422,
            () ->
                put(
                    "ann",
                    slack.toString(),
                    new WrittenSettings().slackUserId("").slackChannelId("no id")));

    assertEquals(ErrorCode.VALIDATION_FAILED, error.getCode());
    List<FieldError> fields = error.getDetails().getFields();
    assertEquals(
        Map.of(
            "settings.slack_channel_id", FieldError.ReasonEnum.INVALID_FORMAT,
            "settings.slack_user_id", FieldError.ReasonEnum.TOO_SHORT),
        Map.of(
            fields.get(0).getField(), fields.get(0).getReason(),
            fields.get(1).getField(), fields.get(1).getReason()));
    assertEquals(2, fields.size());
  }

  @Test
  void pagesForwardAndBackward() throws Exception {
    List<String> newestFirst = new ArrayList<>();
    OffsetDateTime third = OffsetDateTime.MIN;
    for (int i = 1; i <= 7; i++) {
      User user = users.upsertUser("user_" + i, new UserUpdate(), null);
      third = i == 3 ? user.getCreatedAt() : third;
      newestFirst.add(0, user.getExternalId());
    }

    List<String> seen = new ArrayList<>();
    UserPage page = users.listUsers(null, null, 3, null, null, null);
    seen.addAll(names(page));
    while (page.getPage().getHasMoreAfter()) {
      page = users.listUsers(page.getPage().getAfter(), null, 3, null, null, null);
      seen.addAll(names(page));
    }

    assertEquals(newestFirst, seen);
    assertNull(page.getPage().getAfter());
    page = users.listUsers(null, page.getPage().getBefore(), 3, null, null, null);
    assertEquals(newestFirst.subList(3, 6), names(page));
    OffsetDateTime elsewhere = third.withOffsetSameInstant(ZoneOffset.ofHours(9));
    page = users.listUsers(null, null, null, elsewhere, null, null);
    assertEquals(
        newestFirst.subList(0, 4), names(page), "the offset +09:00 is encoded in the query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "a;b", "ü %", "@", "a+b", "a b", "%2F", "日本", "a?b#c&d=e", "a|b:c"})
  void encodesUserIds(String id) throws Exception {
    String channel = projects.channel(tenant, "apns").toString();
    User created = users.upsertUser(id, new UserUpdate(), null);

    assertEquals(id, created.getExternalId());
    assertEquals(created.getId(), put(id, channel, tokens("t")).getUserId());
    assertEquals(1, settings.listUserChannelSettings(id, null).getItems().size());
    assertEquals(List.of(id), names(users.listUsers(null, null, null, null, null, null)));
    users.deleteUser(id, null);
    assertEquals(id, refusal(404, () -> users.getUser(id, null)).getDetails().getId());
  }

  private ApiClient client(String header, String key) {
    ApiClient client = new ApiClient();
    client.updateBaseUri("http://127.0.0.1:" + TestServer.get().port());
    client.setRequestInterceptor(
        request -> request.header("x-notiflows-api-key", tenant.publicKey()).header(header, key));
    return client;
  }

  private ChannelSettings put(String user, String channel, WrittenSettings written)
      throws ApiException {
    ChannelSettingsUpdate update = new ChannelSettingsUpdate().settings(written);
    return settings.updateUserChannelSettings(user, channel, update, null, null, null);
  }

  private static List<String> tokensOf(ChannelSettings stored) {
    return List.copyOf(stored.getSettings().getDeviceTokens());
  }

  /** Settings as JSON. The client represents absent device tokens as an empty list. */
  private JsonNode toJson(Object settings) {
    ObjectNode tree = client.getObjectMapper().valueToTree(settings);
    if (tree.path("device_tokens").isEmpty()) {
      tree.remove("device_tokens");
    }
    return tree;
  }

  private ErrorBody refusal(int status, Executable call) throws IOException {
    ApiException thrown = assertThrows(ApiException.class, call);
    assertEquals(status, thrown.getCode(), thrown.getMessage());
    ErrorBody error =
        client
            .getObjectMapper()
            .readValue(thrown.getResponseBody(), ErrorResponse.class)
            .getError();
    assertEquals(status, error.getStatus());
    assertEquals(
        thrown.getResponseHeaders().firstValue("x-request-id").orElseThrow(), error.getRequestId());
    assertTrue(error.getType().toString().endsWith("/" + error.getCode()), error::toString);
    return error;
  }

  private static WrittenSettings tokens(String... tokens) {
    return new WrittenSettings().deviceTokens(List.of(tokens));
  }

  private static List<String> names(UserPage page) {
    return page.getItems().stream().map(User::getExternalId).toList();
  }
}
