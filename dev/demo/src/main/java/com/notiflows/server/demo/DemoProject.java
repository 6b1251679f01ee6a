package com.notiflows.server.demo;

import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.ProjectMapper;
import com.notiflows.server.persistence.PublicKeyMapper;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.projects.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The project of the demo server and of tests. Its keys are public. */
public final class DemoProject {

  /** The project. */
  public static final UUID ID = UUID.fromString("018dfbef-8443-7000-8000-000000000001");

  /** Its public key. */
  public static final String PUBLIC_KEY = "pk_demo_notiflows";

  /** Its secret key. */
  public static final String SECRET_KEY = "sk_demo_notiflows";

  /** The external id of its user. */
  public static final String USER = "user_12345";

  /** Our id of that user. */
  public static final UUID USER_ID = UUID.fromString("018dfbef-8443-7000-8000-00000000000a");

  /**
   * Its APNs channel. The ULID {@code 01HQXYZ123456789ABCDEFGHIJ} has the same 128 bits, so version
   * and variant are not those of RFC 9562.
   */
  public static final UUID APNS = UUID.fromString("018dfbef-8443-214c-7425-4b635cf84432");

  /** Its FCM channel. */
  public static final UUID FCM = UUID.fromString("018dfbef-8443-7000-8000-000000000002");

  /** Its Slack channel. */
  public static final UUID SLACK = UUID.fromString("018dfbef-8443-7000-8000-000000000003");

  /** Its web push channel. */
  public static final UUID WEB_PUSH = UUID.fromString("018dfbef-8443-7000-8000-000000000004");

  private DemoProject() {}

  /** Stores the project unless it exists. */
  public static void seed(Database database) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    try {
      database
          .transactions()
          .inTransaction(
              mappers -> {
                insert(mappers, now);
                return ID;
              });
    } catch (DatabaseException e) {
      if (e.kind() != DatabaseException.Kind.DUPLICATE) {
        throw e;
      }
    }
  }

  private static void insert(Transactions.Mappers mappers, Instant now) {
    byte[] tokenKey = Secrets.hash("the demo's key, which is public knowledge");
    mappers
        .get(ProjectMapper.class)
        .insert(
            new ProjectMapper.ProjectRow(
                ID,
                "Demo",
                "on",
                false,
                null,
                tokenKey,
                ChronoUnit.MICROS.between(Instant.EPOCH, now),
                now));
    mappers
        .get(PublicKeyMapper.class)
        .insert(
            new PublicKeyMapper.Row(
                bytes(PUBLIC_KEY),
                UUID.fromString("018dfbef-8443-7000-8000-00000000000b"),
                ID,
                now,
                null,
                null,
                "demo"));
    mappers
        .get(SecretKeyMapper.class)
        .insert(
            new SecretKeyMapper.Row(
                ID,
                Secrets.hash(SECRET_KEY),
                UUID.fromString("018dfbef-8443-7000-8000-00000000000c"),
                "lows",
                now,
                null,
                null,
                null,
                "demo",
                null));
    mappers.get(UserMapper.class).insert(List.of(UserRow.fresh(ID, USER_ID, USER, now)));
    channel(mappers.get(ChannelMapper.class), APNS, "apns", "mobile_push", now);
    channel(mappers.get(ChannelMapper.class), FCM, "fcm", "mobile_push", now);
    channel(mappers.get(ChannelMapper.class), SLACK, "slack", "chat", now);
    channel(mappers.get(ChannelMapper.class), WEB_PUSH, "web_push", "web_push", now);
  }

  private static void channel(
      ChannelMapper mapper, UUID id, String provider, String type, Instant now) {
    mapper.insert(
        new ChannelRow(
            ID, id, provider, "Demo " + provider, type, provider, null, null, null, now, now));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
