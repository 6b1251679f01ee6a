//! The round trip of docs/clients.md, with the client that openapi-generator's rust writes.

use openapi::apis::channel_settings_api::{
    bulk_update_channel_settings, get_user_channel_settings, patch_user_channel_settings,
    update_user_channel_settings, GetUserChannelSettingsError, UpdateUserChannelSettingsError,
};
use openapi::apis::channels_api::list_channels;
use openapi::apis::configuration::Configuration;
use openapi::apis::users_api::{get_user, list_users, upsert_user, GetUserError};
use openapi::apis::Error;
use openapi::models::{
    bulk_update::Mode, BulkItem, BulkUpdate, ChannelSettings, ChannelSettingsPatch,
    ChannelSettingsUpdate, DeviceTokenChanges, ErrorCode, UserUpdate, WrittenSettings,
};
use reqwest::header::{HeaderMap, HeaderValue};
use std::collections::HashMap;
use std::env::var;

const WEBHOOK_URL: &str = "https://1.1.1.1/hooks/ann";

struct RoundTrip {
    api: Configuration,
    client: String,
    ann: String,
}

impl RoundTrip {
    fn tokens(&self, numbers: &[u8]) -> Vec<String> {
        numbers.iter().map(|n| format!("{}-t{n}", self.client)).collect()
    }

    async fn update(
        &self,
        channel: &str,
        settings: WrittenSettings,
    ) -> Result<ChannelSettings, Error<UpdateUserChannelSettingsError>> {
        let update = ChannelSettingsUpdate::new(settings);
        update_user_channel_settings(&self.api, &self.ann, channel, update, None, None, None).await
    }

    async fn put(&self, channel: &str, settings: WrittenSettings) -> ChannelSettings {
        let stored = self.update(channel, settings).await.expect("stored");
        let read: Result<ChannelSettings, Error<GetUserChannelSettingsError>> =
            get_user_channel_settings(&self.api, &self.ann, channel, None, None).await;
        assert_eq!(read.expect("read"), stored);
        stored
    }
}

/// The generated configuration has room for one key, so both are default headers of the HTTP client.
fn connect() -> Configuration {
    let mut keys = HeaderMap::new();
    for (header, variable) in [
        ("x-notiflows-api-key", "NOTIFLOWS_PUBLIC_KEY"),
        ("x-notiflows-secret-key", "NOTIFLOWS_SECRET_KEY"),
    ] {
        keys.insert(header, HeaderValue::from_str(&var(variable).unwrap()).unwrap());
    }
    Configuration {
        base_path: var("NOTIFLOWS_URL").unwrap(),
        client: reqwest::Client::builder().default_headers(keys).build().unwrap(),
        ..Configuration::new()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = var("NOTIFLOWS_CLIENT").unwrap();
    let (ann, bob) = (format!("{client}-ann"), format!("{client}-bob"));
    let trip = RoundTrip { api: connect(), client, ann: ann.clone() };
    let api = &trip.api;
    let list = list_channels(api, None).await.unwrap();
    let channels: HashMap<String, String> =
        list.items.into_iter().map(|c| (c.provider, c.id.to_string())).collect();
    let (apns, slack, webhook) = (&channels["apns"], &channels["slack"], &channels["webhook"]);
    upsert_user(api, &ann, UserUpdate::new(), None).await.unwrap();
    upsert_user(api, &bob, UserUpdate::new(), None).await.unwrap();

    let on_apns = |numbers| WrittenSettings {
        device_tokens: Some(Some(trip.tokens(numbers))),
        ..WrittenSettings::new()
    };
    let stored = trip.put(apns, on_apns(&[1, 2])).await;
    assert_eq!(stored.provider, "apns");
    assert_eq!(stored.settings.device_tokens, Some(trip.tokens(&[1, 2])));
    println!("ok apns");

    let on_slack = WrittenSettings {
        slack_channel_id: Some("C024BE91L".into()),
        slack_user_id: Some("U024BE7LH".into()),
        ..WrittenSettings::new()
    };
    let stored = trip.put(slack, on_slack).await;
    assert_eq!(stored.settings.slack_channel_id.as_deref(), Some("C024BE91L"));
    assert_eq!(stored.settings.slack_user_id.as_deref(), Some("U024BE7LH"));
    println!("ok slack");

    let on_webhook =
        WrittenSettings { webhook_url: Some(WEBHOOK_URL.into()), ..WrittenSettings::new() };
    let stored = trip.put(webhook, on_webhook.clone()).await;
    assert_eq!(stored.settings.webhook_url.as_deref(), Some(WEBHOOK_URL));
    println!("ok webhook");

    let changes = DeviceTokenChanges {
        add: Some(trip.tokens(&[3])),
        remove: Some(trip.tokens(&[1])),
        ..DeviceTokenChanges::new()
    };
    let patch =
        ChannelSettingsPatch { device_tokens: Some(Box::new(changes)), ..ChannelSettingsPatch::new() };
    let patched = patch_user_channel_settings(api, &ann, apns, patch, None, None).await.unwrap();
    assert_eq!(patched.settings.device_tokens, Some(trip.tokens(&[2, 3])));
    println!("ok patch");

    let item = |channel: &String, settings| BulkItem {
        settings: Some(Box::new(settings)),
        ..BulkItem::new(bob.clone(), channel.clone())
    };
    let items = vec![item(apns, on_apns(&[4])), item(webhook, on_webhook)];
    let bulk = BulkUpdate::new(Mode::Partial, items);
    let results = bulk_update_channel_settings(api, bulk, None).await.unwrap();
    assert_eq!((results.stored, results.removed, results.failed), (2, 0, 0));
    let written: Vec<_> =
        results.items.iter().map(|r| &r.channel_settings.as_ref().unwrap().settings).collect();
    assert_eq!(written[0].device_tokens, Some(trip.tokens(&[4])));
    assert_eq!(written[1].webhook_url.as_deref(), Some(WEBHOOK_URL));
    println!("ok bulk");

    let page = list_users(api, None, None, Some(2), None, None, None).await.unwrap().items;
    let names: Vec<_> = page.iter().map(|user| &user.external_id).collect();
    assert_eq!(names, [&bob, &ann]);
    let found: Vec<Vec<_>> = page
        .iter()
        .map(|user| {
            let all = user.channel_settings.iter();
            all.filter(|s| s.channel_id.to_string() == *slack).map(|s| &s.settings).collect()
        })
        .collect();
    assert_eq!((found[0].len(), found[1].len()), (0, 1));
    assert_eq!(found[1][0].slack_channel_id.as_deref(), Some("C024BE91L"));
    assert_eq!(found[1][0].slack_user_id.as_deref(), Some("U024BE7LH"));
    println!("ok page");

    let failed = get_user(api, &format!("{}-nobody", trip.client), None).await;
    let Err(Error::ResponseError(response)) = failed else { panic!("{failed:?}") };
    assert_eq!(response.status, 404);
    let Some(GetUserError::Status400(body)) = response.entity else { panic!("{response:?}") };
    assert_eq!(body.error.code, ErrorCode::NotFound);
    assert_eq!(body.error.details.resource.as_deref(), Some("user"));
    println!("ok not_found");

    let failed = trip.update(slack, on_apns(&[1])).await;
    let Err(Error::ResponseError(response)) = failed else { panic!("{failed:?}") };
    assert_eq!(response.status, 422);
    // All errors have one shape, and the generated enum takes the first variant that fits.
    let Some(UpdateUserChannelSettingsError::Status400(body)) = response.entity else {
        panic!("{response:?}")
    };
    assert_eq!(body.error.code, ErrorCode::ValidationFailed);
    let fields = body.error.details.fields.expect("fields");
    let mut fields: Vec<_> =
        fields.iter().map(|f| format!("{} {:?}", f.field, f.reason)).collect();
    fields.sort();
    assert_eq!(fields, ["settings Required", "settings.device_tokens WrongProvider"]);
    println!("ok validation_failed");
}
