"""The round trip of docs/clients.md, with the client that openapi-python-client writes."""

import os

from notiflows_api_client import Client
from notiflows_api_client.api.channel_settings import (
    bulk_update_channel_settings,
    get_user_channel_settings,
    patch_user_channel_settings,
    update_user_channel_settings,
)
from notiflows_api_client.api.channels import list_channels
from notiflows_api_client.api.users import get_user, list_users, upsert_user
from notiflows_api_client.models import (
    BulkItem,
    BulkUpdate,
    BulkUpdateMode,
    ChannelSettings,
    ChannelSettingsPatch,
    ChannelSettingsUpdate,
    DeviceTokenChanges,
    ErrorCode,
    ErrorResponse,
    UserUpdate,
    WrittenSettings,
)
from notiflows_api_client.types import Unset

name = os.environ["NOTIFLOWS_CLIENT"]
ann, bob = f"{name}-ann", f"{name}-bob"
t1, t2, t3, t4 = (f"{name}-t{n}" for n in (1, 2, 3, 4))
webhook_url = "https://1.1.1.1/hooks/ann"

client = Client(
    base_url=os.environ["NOTIFLOWS_URL"],
    headers={
        "x-notiflows-api-key": os.environ["NOTIFLOWS_PUBLIC_KEY"],
        "x-notiflows-secret-key": os.environ["NOTIFLOWS_SECRET_KEY"],
    },
)


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def update(channel, written):
    body = ChannelSettingsUpdate(settings=written)
    return update_user_channel_settings.sync_detailed(ann, channel, client=client, body=body)


def put(channel, written):
    stored = update(channel, written).parsed
    assert isinstance(stored, ChannelSettings), stored
    equal(get_user_channel_settings.sync(ann, channel, client=client), stored)
    return stored


def error(response):
    assert isinstance(response.parsed, ErrorResponse), response
    return response.parsed.error


channels = {c.provider: str(c.id) for c in list_channels.sync(client=client).items}
apns, slack, webhook = channels["apns"], channels["slack"], channels["webhook"]
for user in (ann, bob):
    equal(upsert_user.sync(user, client=client, body=UserUpdate()).external_id, user)

stored = put(apns, WrittenSettings(device_tokens=[t1, t2]))
equal(stored.provider, "apns")
equal(stored.settings.device_tokens, [t1, t2])
print("ok apns")

stored = put(slack, WrittenSettings(slack_channel_id="C024BE91L", slack_user_id="U024BE7LH"))
equal(stored.settings.slack_channel_id, "C024BE91L")
equal(stored.settings.slack_user_id, "U024BE7LH")
assert isinstance(stored.settings.device_tokens, Unset), stored
print("ok slack")

stored = put(webhook, WrittenSettings(webhook_url=webhook_url))
equal(stored.settings.webhook_url, webhook_url)
print("ok webhook")

changes = ChannelSettingsPatch(device_tokens=DeviceTokenChanges(add=[t3], remove=[t1]))
patched = patch_user_channel_settings.sync(ann, apns, client=client, body=changes)
equal(patched.settings.device_tokens, [t2, t3])
print("ok patch")

items = [
    BulkItem(user_id=bob, channel_id=apns, settings=WrittenSettings(device_tokens=[t4])),
    BulkItem(user_id=bob, channel_id=webhook, settings=WrittenSettings(webhook_url=webhook_url)),
]
bulk = BulkUpdate(mode=BulkUpdateMode.PARTIAL, items=items)
results = bulk_update_channel_settings.sync(client=client, body=bulk)
equal((results.stored, results.removed, results.failed), (2, 0, 0))
equal(results.items[0].channel_settings.settings.device_tokens, [t4])
equal(results.items[1].channel_settings.settings.webhook_url, webhook_url)
print("ok bulk")

page = list_users.sync(client=client, limit=2)
equal([user.external_id for user in page.items], [bob, ann])
on_slack = [[s for s in user.channel_settings if str(s.channel_id) == slack] for user in page.items]
equal([len(found) for found in on_slack], [0, 1])
equal(on_slack[1][0].settings.slack_channel_id, "C024BE91L")
equal(on_slack[1][0].settings.slack_user_id, "U024BE7LH")
print("ok page")

response = get_user.sync_detailed(f"{name}-nobody", client=client)
not_found = error(response)
equal((response.status_code, not_found.code), (404, ErrorCode.NOT_FOUND))
equal(not_found.details.resource, "user")
print("ok not_found")

response = update(slack, WrittenSettings(device_tokens=[t1]))
invalid = error(response)
equal((response.status_code, invalid.code), (422, ErrorCode.VALIDATION_FAILED))
equal(
    sorted((f.field, f.reason) for f in invalid.details.fields),
    [("settings", "required"), ("settings.device_tokens", "wrong_provider")],
)
print("ok validation_failed")
