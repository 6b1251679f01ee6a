import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ChannelSettingsApi;
import org.openapitools.client.api.ChannelsApi;
import org.openapitools.client.api.UsersApi;
import org.openapitools.client.model.BulkItem;
import org.openapitools.client.model.BulkResults;
import org.openapitools.client.model.BulkUpdate;
import org.openapitools.client.model.Channel;
import org.openapitools.client.model.ChannelSettings;
import org.openapitools.client.model.ChannelSettingsPatch;
import org.openapitools.client.model.ChannelSettingsUpdate;
import org.openapitools.client.model.DeviceTokenChanges;
import org.openapitools.client.model.ErrorBody;
import org.openapitools.client.model.ErrorCode;
import org.openapitools.client.model.StoredChannelSettings;
import org.openapitools.client.model.User;
import org.openapitools.client.model.UserUpdate;
import org.openapitools.client.model.WrittenSettings;

/**
 * The round trip of docs/clients.md with the java client of openapi-generator. The classes {@code Library}
 * have what differs between its HTTP libraries.
 */
class RoundTrip {

  static final String WEBHOOK_URL = "https://1.1.1.1/hooks/ann";
  static final String CLIENT = System.getenv("NOTIFLOWS_CLIENT");
  static final String ANN = CLIENT + "-ann";
  static final String BOB = CLIENT + "-bob";
  static final ApiClient API = Library.client();
  static final UsersApi USERS = new UsersApi(API);
  static final ChannelSettingsApi SETTINGS = new ChannelSettingsApi(API);

  interface Call {
    Object run() throws ApiException;
  }

  public static void main(String[] arguments) throws ApiException {
    Map<String, String> channels = new HashMap<>();
    for (Channel channel : new ChannelsApi(API).listChannels(null).getItems()) {
      channels.put(channel.getProvider(), channel.getId().toString());
    }
    String apns = channels.get("apns");
    String slack = channels.get("slack");
    String webhook = channels.get("webhook");
    USERS.upsertUser(ANN, new UserUpdate(), null);
    USERS.upsertUser(BOB, new UserUpdate(), null);

    ChannelSettings stored = put(apns, new WrittenSettings().deviceTokens(tokens(1, 2)));
    equal(stored.getProvider(), "apns");
    equal(stored.getSettings().getDeviceTokens(), tokens(1, 2));
    System.out.println("ok apns");

    stored = put(slack, new WrittenSettings().slackChannelId("C024BE91L").slackUserId("U024BE7LH"));
    equal(stored.getSettings().getSlackChannelId(), "C024BE91L");
    equal(stored.getSettings().getSlackUserId(), "U024BE7LH");
    System.out.println("ok slack");

    stored = put(webhook, new WrittenSettings().webhookUrl(WEBHOOK_URL));
    equal(stored.getSettings().getWebhookUrl(), WEBHOOK_URL);
    System.out.println("ok webhook");

    DeviceTokenChanges changes = new DeviceTokenChanges().add(tokens(3)).remove(tokens(1));
    ChannelSettings patched =
        SETTINGS.patchUserChannelSettings(
            ANN, apns, new ChannelSettingsPatch().deviceTokens(changes), null, null);
    equal(patched.getSettings().getDeviceTokens(), tokens(2, 3));
    System.out.println("ok patch");

    BulkUpdate update =
        new BulkUpdate()
            .mode(BulkUpdate.ModeEnum.PARTIAL)
            .addItemsItem(item(apns, new WrittenSettings().deviceTokens(tokens(4))))
            .addItemsItem(item(webhook, new WrittenSettings().webhookUrl(WEBHOOK_URL)));
    BulkResults results = SETTINGS.bulkUpdateChannelSettings(update, null);
    equal(
        List.of(results.getStored(), results.getRemoved(), results.getFailed()), List.of(2, 0, 0));
    List<ChannelSettings> written =
        results.getItems().stream().map(r -> r.getChannelSettings()).toList();
    equal(written.get(0).getSettings().getDeviceTokens(), tokens(4));
    equal(written.get(1).getSettings().getWebhookUrl(), WEBHOOK_URL);
    System.out.println("ok bulk");

    List<User> page = USERS.listUsers(null, null, 2, null, null, null).getItems();
    equal(page.stream().map(User::getExternalId).toList(), List.of(BOB, ANN));
    equal(on(slack, page.get(0)), List.of());
    equal(on(slack, page.get(1)).size(), 1);
    StoredChannelSettings onSlack = on(slack, page.get(1)).get(0);
    equal(onSlack.getSettings().getSlackChannelId(), "C024BE91L");
    equal(onSlack.getSettings().getSlackUserId(), "U024BE7LH");
    System.out.println("ok page");

    ErrorBody notFound = failure(404, () -> USERS.getUser(CLIENT + "-nobody", null));
    equal(notFound.getCode(), ErrorCode.NOT_FOUND);
    equal(notFound.getDetails().getResource(), "user");
    System.out.println("ok not_found");

    ErrorBody invalid =
        failure(422, () -> put(slack, new WrittenSettings().deviceTokens(tokens(1))));
    equal(invalid.getCode(), ErrorCode.VALIDATION_FAILED);
    List<String> fields = new ArrayList<>();
    invalid.getDetails().getFields().forEach(f -> fields.add(f.getField() + " " + f.getReason()));
    fields.sort(null);
    equal(fields, List.of("settings required", "settings.device_tokens wrong_provider"));
    System.out.println("ok validation_failed");
    System.exit(0); // A connection pool may keep the process alive.
  }

  static List<String> tokens(int... numbers) {
    return IntStream.of(numbers).mapToObj(n -> CLIENT + "-t" + n).toList();
  }

  static ChannelSettings put(String channel, WrittenSettings settings) throws ApiException {
    ChannelSettings stored =
        SETTINGS.updateUserChannelSettings(
            ANN, channel, new ChannelSettingsUpdate().settings(settings), null, null, null);
    equal(SETTINGS.getUserChannelSettings(ANN, channel, null, null), stored);
    return stored;
  }

  static BulkItem item(String channel, WrittenSettings settings) {
    return new BulkItem().userId(BOB).channelId(channel).settings(settings);
  }

  static List<StoredChannelSettings> on(String channel, User user) {
    return user.getChannelSettings().stream()
        .filter(settings -> settings.getChannelId().toString().equals(channel))
        .toList();
  }

  static ErrorBody failure(int status, Call call) {
    try {
      call.run();
    } catch (ApiException e) {
      equal(e.getCode(), status);
      return Library.parsed(e.getResponseBody());
    }
    throw new AssertionError("No error");
  }

  static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }
}
