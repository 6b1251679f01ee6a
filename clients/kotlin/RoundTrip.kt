/* The round trip of docs/clients.md, with the client that openapi-generator's kotlin writes. */

import kotlin.system.exitProcess
import org.openapitools.client.apis.ChannelSettingsApi
import org.openapitools.client.apis.ChannelsApi
import org.openapitools.client.apis.UsersApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.infrastructure.Serializer
import org.openapitools.client.models.BulkItem
import org.openapitools.client.models.BulkUpdate
import org.openapitools.client.models.ChannelSettings
import org.openapitools.client.models.ChannelSettingsPatch
import org.openapitools.client.models.ChannelSettingsUpdate
import org.openapitools.client.models.DeviceTokenChanges
import org.openapitools.client.models.ErrorBody
import org.openapitools.client.models.ErrorCode
import org.openapitools.client.models.ErrorResponse
import org.openapitools.client.models.UserUpdate
import org.openapitools.client.models.WrittenSettings

const val WEBHOOK_URL = "https://1.1.1.1/hooks/ann"
val url: String = System.getenv("NOTIFLOWS_URL")
val client: String = System.getenv("NOTIFLOWS_CLIENT")
val ann = "$client-ann"
val bob = "$client-bob"
val users = UsersApi(url)
val settings = ChannelSettingsApi(url)

fun main() {
    ApiClient.apiKey["x-notiflows-api-key"] = System.getenv("NOTIFLOWS_PUBLIC_KEY")
    ApiClient.apiKey["x-notiflows-secret-key"] = System.getenv("NOTIFLOWS_SECRET_KEY")
    val channels = ChannelsApi(url).listChannels().items.associate { it.provider to it.id.toString() }
    val (apns, slack, webhook) = listOf("apns", "slack", "webhook").map { channels.getValue(it) }
    users.upsertUser(ann, UserUpdate())
    users.upsertUser(bob, UserUpdate())

    var stored = put(apns, WrittenSettings(deviceTokens = tokens(1, 2)))
    equal(stored.provider, "apns")
    equal(stored.settings.deviceTokens?.toList(), tokens(1, 2))
    println("ok apns")

    stored = put(slack, WrittenSettings(slackChannelId = "C024BE91L", slackUserId = "U024BE7LH"))
    equal(stored.settings.slackChannelId, "C024BE91L")
    equal(stored.settings.slackUserId, "U024BE7LH")
    println("ok slack")

    stored = put(webhook, WrittenSettings(webhookUrl = WEBHOOK_URL))
    equal(stored.settings.webhookUrl, WEBHOOK_URL)
    println("ok webhook")

    val changes = DeviceTokenChanges(add = tokens(3), remove = tokens(1))
    val patched = settings.patchUserChannelSettings(ann, apns, ChannelSettingsPatch(deviceTokens = changes))
    equal(patched.settings.deviceTokens?.toList(), tokens(2, 3))
    println("ok patch")

    val items = listOf(
        BulkItem(bob, apns, WrittenSettings(deviceTokens = tokens(4))),
        BulkItem(bob, webhook, WrittenSettings(webhookUrl = WEBHOOK_URL)),
    )
    val results = settings.bulkUpdateChannelSettings(BulkUpdate(BulkUpdate.Mode.partial, items))
    equal(listOf(results.stored, results.removed, results.failed), listOf(2, 0, 0))
    equal(results.items[0].channelSettings?.settings?.deviceTokens?.toList(), tokens(4))
    equal(results.items[1].channelSettings?.settings?.webhookUrl, WEBHOOK_URL)
    println("ok bulk")

    val page = users.listUsers(limit = 2).items
    equal(page.map { it.externalId }, listOf(bob, ann))
    val onSlack = page.map { user -> user.channelSettings.filter { it.channelId.toString() == slack } }
    equal(onSlack.map { it.size }, listOf(0, 1))
    equal(onSlack[1][0].settings.slackChannelId, "C024BE91L")
    equal(onSlack[1][0].settings.slackUserId, "U024BE7LH")
    println("ok page")

    val notFound = failure(404) { users.getUser("$client-nobody") }
    equal(notFound.code, ErrorCode.not_found)
    equal(notFound.details.resource, "user")
    println("ok not_found")

    val invalid = failure(422) { put(slack, WrittenSettings(deviceTokens = tokens(1))) }
    equal(invalid.code, ErrorCode.validation_failed)
    val fields = invalid.details.fields.orEmpty().map { "${it.field} ${it.reason.value}" }.sorted()
    equal(fields, listOf("settings required", "settings.device_tokens wrong_provider"))
    println("ok validation_failed")
    exitProcess(0) // The connection pool keeps the process alive.
}

fun tokens(vararg numbers: Int) = numbers.map { "$client-t$it" }

fun put(channel: String, written: WrittenSettings): ChannelSettings {
    val stored = settings.updateUserChannelSettings(ann, channel, ChannelSettingsUpdate(written))
    equal(settings.getUserChannelSettings(ann, channel), stored)
    return stored
}

fun failure(status: Int, call: () -> Any): ErrorBody {
    try {
        call()
    } catch (e: ClientException) {
        equal(e.statusCode, status)
        val body = (e.response as ClientError<*>).body as String
        return Serializer.moshi.adapter(ErrorResponse::class.java).fromJson(body)!!.error
    }
    throw AssertionError("No error")
}

fun equal(actual: Any?, expected: Any?) {
    if (actual != expected) throw AssertionError("expected $expected, got $actual")
}
