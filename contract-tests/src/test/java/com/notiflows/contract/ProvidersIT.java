package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.spec.BundledSpec;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Valid and invalid settings of the providers other than APNs, FCM and Slack. */
class ProvidersIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("providers");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          expo ~ {"device_tokens":["ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]"]}
          telegram ~ {"telegram_chat_id":"-1001234567890"}
          telegram ~ {"telegram_chat_id":"@news","telegram_thread_id":"7"}
          whatsapp ~ {"whatsapp_phone_number":"+14155552671"}
          whatsapp ~ {"whatsapp_phone_number":"+5215512345678"}
          whatsapp ~ {"whatsapp_phone_number":"+22997123456"}
          whatsapp ~ {"whatsapp_phone_number":"+861441234567890"}
          whatsapp ~ {"whatsapp_user_id":"US.13491208655302741918"}
          discord ~ {"discord_channel_id":"1190000000000000000"}
          discord ~ {"discord_thread_id":"7",\
          "discord_webhook_url":"https://discord.com/api/webhooks/1/x"}
          microsoft_teams ~ {"teams_webhook_url":\
          "https://prod-7.westus.logic.azure.com:443/workflows/1?sig=x"}
          microsoft_teams ~ {"teams_conversation_id":"a:1x",\
          "teams_service_url":"https://smba.trafficmanager.net/teams/"}
          webhook ~ {"webhook_url":"https://hooks.example.com:8443/n?x=1"}
          """)
  void acceptsValidSettings(String provider, String settings) {
    String path = path(provider);

    Answer stored = server.send(tenant.put(path, Json.of("{'settings':%s}", settings))).expect(200);

    assertEquals(settings, stored.json().path("settings").toString());
    assertEquals(provider, stored.json().path("provider").asText());
    assertEquals(stored.body(), server.send(tenant.request("GET", path)).expect(200).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          expo ~ {} ~ device_tokens required
          telegram ~ {} ~ telegram_chat_id required
          telegram ~ {"telegram_chat_id":-1001234567890} ~ telegram_chat_id invalid_type
          telegram ~ {"telegram_chat_id":"","chat":1} \
          ~ chat unknown_field, telegram_chat_id too_short
          telegram ~ {"telegram_chat_id":"1","slack_user_id":"U"} ~ slack_user_id wrong_provider
          whatsapp ~ {} ~ settings required
          whatsapp ~ {"whatsapp_phone_number":"4155552671"} ~ whatsapp_phone_number invalid_format
          whatsapp ~ {"whatsapp_phone_number":""} ~ whatsapp_phone_number too_short
          whatsapp ~ {"whatsapp_phone_number":"+1234567890123456"} ~ whatsapp_phone_number too_long
          whatsapp ~ {"whatsapp_phone_number":null} ~ whatsapp_phone_number invalid_type
          whatsapp ~ {"whatsapp_user_id":"a b"} ~ whatsapp_user_id invalid_format
          discord ~ {"discord_thread_id":"7"} ~ settings required
          discord ~ {"discord_webhook_url":"https://10.0.0.7/"} ~ discord_webhook_url invalid_format
          microsoft_teams ~ {"teams_service_url":"https://smba.example.com"} ~ settings required
          microsoft_teams ~ {"teams_webhook_url":"https://localhost/"} \
          ~ teams_webhook_url invalid_format
          webhook ~ {} ~ webhook_url required
          webhook ~ {"webhook_url":"https://[::1]/"} ~ webhook_url invalid_format
          webhook ~ {"webhook_url":5,"url":1} ~ webhook_url invalid_type, url unknown_field
          """)
  void listsViolations(String provider, String settings, String violations) {
    Answer answer = server.send(tenant.put(path(provider), Json.of("{'settings':%s}", settings)));

    String actual =
        String.join(
            ", ",
            answer.expect(422, "validation_failed").violations().stream()
                .map(violation -> violation.replace("settings.", ""))
                .sorted()
                .toList());
    String expected = String.join(", ", Arrays.stream(violations.split(", ")).sorted().toList());
    assertEquals(expected, actual, answer.body());
  }

  private String path(String provider) {
    projects.user(tenant, "u");
    return settingsOf("u", projects.channel(tenant, provider));
  }
}
