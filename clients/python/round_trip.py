"""The round trip of docs/clients.md, with the client that openapi-generator's `python` writes."""

import os

from openapi_client import (
    ApiClient,
    ApiException,
    BulkItem,
    BulkUpdate,
    ChannelSettingsApi,
    ChannelSettingsPatch,
    ChannelSettingsUpdate,
    ChannelsApi,
    Configuration,
    DeviceTokenChanges,
    ErrorCode,
    UserUpdate,
    UsersApi,
    WrittenSettings,
)

client = os.environ["NOTIFLOWS_CLIENT"]
ann, bob = f"{client}-ann", f"{client}-bob"
t1, t2, t3, t4 = (f"{client}-t{n}" for n in (1, 2, 3, 4))
webhook_url = "https://1.1.1.1/hooks/ann"

api = ApiClient(
    Configuration(
        host=os.environ["NOTIFLOWS_URL"],
        api_key={
            "ApiKeyAuth": os.environ["NOTIFLOWS_PUBLIC_KEY"],
            "SecretKeyAuth": os.environ["NOTIFLOWS_SECRET_KEY"],
        },
    )
)
users, settings = UsersApi(api), ChannelSettingsApi(api)


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def put(channel, written):
    update = ChannelSettingsUpdate(settings=written)
    stored = settings.update_user_channel_settings(ann, channel, update)
    equal(settings.get_user_channel_settings(ann, channel), stored)
    return stored


def error(call):
    try:
        call()
    except ApiException as e:
        return e.status, e.data.error
    raise AssertionError("No error")


channels = {channel.provider: str(channel.id) for channel in ChannelsApi(api).list_channels().items}
apns, slack, webhook = channels["apns"], channels["slack"], channels["webhook"]
users.upsert_user(ann, UserUpdate())
users.upsert_user(bob, UserUpdate())

stored = put(apns, WrittenSettings(device_tokens=[t1, t2]))
equal(stored.provider, "apns")
equal(stored.settings.device_tokens, [t1, t2])
print("ok apns")

stored = put(slack, WrittenSettings(slack_channel_id="C024BE91L", slack_user_id="U024BE7LH"))
equal(stored.settings.slack_channel_id, "C024BE91L")
equal(stored.settings.slack_user_id, "U024BE7LH")
print("ok slack")

stored = put(webhook, WrittenSettings(webhook_url=webhook_url))
equal(stored.settings.webhook_url, webhook_url)
print("ok webhook")

changes = ChannelSettingsPatch(device_tokens=DeviceTokenChanges(add=[t3], remove=[t1]))
patched = settings.patch_user_channel_settings(ann, apns, changes)
equal(patched.settings.device_tokens, [t2, t3])
print("ok patch")

results = settings.bulk_update_channel_settings(
    BulkUpdate(
        mode="partial",
        items=[
            BulkItem(user_id=bob, channel_id=apns, settings=WrittenSettings(device_tokens=[t4])),
            BulkItem(user_id=bob, channel_id=webhook, settings=WrittenSettings(webhook_url=webhook_url)),
        ],
    )
)
equal((results.stored, results.removed, results.failed), (2, 0, 0))
equal(results.items[0].channel_settings.settings.device_tokens, [t4])
equal(results.items[1].channel_settings.settings.webhook_url, webhook_url)
print("ok bulk")

page = users.list_users(limit=2)
equal([user.external_id for user in page.items], [bob, ann])
on_slack = [[s for s in user.channel_settings if str(s.channel_id) == slack] for user in page.items]
equal([len(found) for found in on_slack], [0, 1])
equal(on_slack[1][0].settings.slack_channel_id, "C024BE91L")
equal(on_slack[1][0].settings.slack_user_id, "U024BE7LH")
print("ok page")

status, not_found = error(lambda: users.get_user(f"{client}-nobody"))
equal((status, not_found.code, not_found.details.resource), (404, ErrorCode.NOT_FOUND, "user"))
print("ok not_found")

status, invalid = error(lambda: put(slack, WrittenSettings(device_tokens=[t1])))
equal((status, invalid.code), (422, ErrorCode.VALIDATION_FAILED))
equal(
    sorted((f.var_field, f.reason) for f in invalid.details.fields),
    [("settings", "required"), ("settings.device_tokens", "wrong_provider")],
)
print("ok validation_failed")
