// The round trip of docs/clients.md, with the client that openapi-generator's go writes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"sort"

	openapi "github.com/GIT_USER_ID/GIT_REPO_ID"
)

const webhookURL = "https://1.1.1.1/hooks/ann"

var (
	client   = os.Getenv("NOTIFLOWS_CLIENT")
	ann, bob = client + "-ann", client + "-bob"
	ctx      = context.Background()
	api      = newClient()
)

func newClient() *openapi.APIClient {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Getenv("NOTIFLOWS_URL")}}
	ctx = context.WithValue(ctx, openapi.ContextAPIKeys, map[string]openapi.APIKey{
		"ApiKeyAuth":    {Key: os.Getenv("NOTIFLOWS_PUBLIC_KEY")},
		"SecretKeyAuth": {Key: os.Getenv("NOTIFLOWS_SECRET_KEY")},
	})
	return openapi.NewAPIClient(configuration)
}

func main() {
	list, _, err := api.ChannelsAPI.ListChannels(ctx).Execute()
	check(err)
	channels := map[string]string{}
	for _, channel := range list.Items {
		channels[channel.Provider] = channel.Id
	}
	apns, slack, webhook := channels["apns"], channels["slack"], channels["webhook"]
	for _, user := range []string{ann, bob} {
		_, _, err := api.UsersAPI.UpsertUser(ctx, user).UserUpdate(*openapi.NewUserUpdate()).Execute()
		check(err)
	}

	stored := put(apns, openapi.WrittenSettings{DeviceTokens: tokens(1, 2)})
	equal(stored.Provider, "apns")
	equal(stored.Settings.DeviceTokens, tokens(1, 2))
	fmt.Println("ok apns")

	stored = put(slack, openapi.WrittenSettings{
		SlackChannelId: openapi.PtrString("C024BE91L"), SlackUserId: openapi.PtrString("U024BE7LH")})
	equal(stored.Settings.GetSlackChannelId(), "C024BE91L")
	equal(stored.Settings.GetSlackUserId(), "U024BE7LH")
	fmt.Println("ok slack")

	stored = put(webhook, openapi.WrittenSettings{WebhookUrl: openapi.PtrString(webhookURL)})
	equal(stored.Settings.GetWebhookUrl(), webhookURL)
	fmt.Println("ok webhook")

	patched, _, err := api.ChannelSettingsAPI.PatchUserChannelSettings(ctx, ann, apns).
		ChannelSettingsPatch(openapi.ChannelSettingsPatch{
			DeviceTokens: &openapi.DeviceTokenChanges{Add: tokens(3), Remove: tokens(1)}}).
		Execute()
	check(err)
	equal(patched.Settings.DeviceTokens, tokens(2, 3))
	fmt.Println("ok patch")

	results, _, err := api.ChannelSettingsAPI.BulkUpdateChannelSettings(ctx).
		BulkUpdate(openapi.BulkUpdate{Mode: "partial", Items: []openapi.BulkItem{
			{UserId: bob, ChannelId: apns, Settings: &openapi.WrittenSettings{DeviceTokens: tokens(4)}},
			{UserId: bob, ChannelId: webhook,
				Settings: &openapi.WrittenSettings{WebhookUrl: openapi.PtrString(webhookURL)}},
		}}).
		Execute()
	check(err)
	equal([]int32{results.Stored, results.Removed, results.Failed}, []int32{2, 0, 0})
	equal(results.Items[0].ChannelSettings.Settings.DeviceTokens, tokens(4))
	equal(results.Items[1].ChannelSettings.Settings.GetWebhookUrl(), webhookURL)
	fmt.Println("ok bulk")

	page, _, err := api.UsersAPI.ListUsers(ctx).Limit(2).Execute()
	check(err)
	equal([]string{page.Items[0].ExternalId, page.Items[1].ExternalId}, []string{bob, ann})
	equal(len(on(slack, page.Items[0])), 0)
	onSlack := on(slack, page.Items[1])
	equal(len(onSlack), 1)
	equal(onSlack[0].GetSlackChannelId(), "C024BE91L")
	equal(onSlack[0].GetSlackUserId(), "U024BE7LH")
	fmt.Println("ok page")

	_, response, err := api.UsersAPI.GetUser(ctx, client+"-nobody").Execute()
	equal(response.StatusCode, 404)
	notFound := failure(err)
	equal(notFound.Code, openapi.NOT_FOUND)
	equal(notFound.Details.GetResource(), "user")
	fmt.Println("ok not_found")

	_, response, err = update(slack, openapi.WrittenSettings{DeviceTokens: tokens(1)}).Execute()
	equal(response.StatusCode, 422)
	invalid := failure(err)
	equal(invalid.Code, openapi.VALIDATION_FAILED)
	var fields []string
	for _, field := range invalid.Details.Fields {
		fields = append(fields, field.Field+" "+field.Reason)
	}
	sort.Strings(fields)
	equal(fields, []string{"settings required", "settings.device_tokens wrong_provider"})
	fmt.Println("ok validation_failed")
}

func tokens(numbers ...int) []string {
	var names []string
	for _, number := range numbers {
		names = append(names, fmt.Sprintf("%s-t%d", client, number))
	}
	return names
}

func update(channel string, written openapi.WrittenSettings) openapi.ApiUpdateUserChannelSettingsRequest {
	return api.ChannelSettingsAPI.UpdateUserChannelSettings(ctx, ann, channel).
		ChannelSettingsUpdate(*openapi.NewChannelSettingsUpdate(written))
}

func put(channel string, written openapi.WrittenSettings) *openapi.ChannelSettings {
	stored, _, err := update(channel, written).Execute()
	check(err)
	read, _, err := api.ChannelSettingsAPI.GetUserChannelSettings(ctx, ann, channel).Execute()
	check(err)
	equal(read, stored)
	return stored
}

func on(channel string, user openapi.User) []openapi.StoredSettings {
	var found []openapi.StoredSettings
	for _, settings := range user.ChannelSettings {
		if settings.ChannelId == channel {
			found = append(found, settings.Settings)
		}
	}
	return found
}

func failure(err error) openapi.ErrorBody {
	var failed *openapi.GenericOpenAPIError
	if !errors.As(err, &failed) {
		panic(fmt.Sprintf("no error of the API: %v", err))
	}
	return failed.Model().(openapi.ErrorResponse).Error
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func equal(actual, expected any) {
	if !reflect.DeepEqual(actual, expected) {
		panic(fmt.Sprintf("expected %v, got %v", expected, actual))
	}
}
