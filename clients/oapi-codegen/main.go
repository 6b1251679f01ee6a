// The round trip of docs/clients.md, with the client that oapi-codegen writes.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"sort"

	"roundtrip/notiflows"
)

var (
	client   = os.Getenv("NOTIFLOWS_CLIENT")
	ann, bob = client + "-ann", client + "-bob"
	ctx      = context.Background()
	api      = newClient()
	hook     = "https://1.1.1.1/hooks/ann"
	team     = "C024BE91L"
	member   = "U024BE7LH"
)

func newClient() *notiflows.ClientWithResponses {
	keys := func(_ context.Context, request *http.Request) error {
		request.Header.Set("x-notiflows-api-key", os.Getenv("NOTIFLOWS_PUBLIC_KEY"))
		request.Header.Set("x-notiflows-secret-key", os.Getenv("NOTIFLOWS_SECRET_KEY"))
		return nil
	}
	api, err := notiflows.NewClientWithResponses(
		os.Getenv("NOTIFLOWS_URL"), notiflows.WithRequestEditorFn(keys))
	check(err)
	return api
}

func main() {
	list, err := api.ListChannelsWithResponse(ctx, nil)
	check(err)
	channels := map[string]string{}
	for _, channel := range list.JSON200.Items {
		channels[channel.Provider] = channel.Id.String()
	}
	apns, slack, webhook := channels["apns"], channels["slack"], channels["webhook"]
	for _, user := range []string{ann, bob} {
		response, err := api.UpsertUserWithResponse(ctx, user, nil, notiflows.UserUpdate{})
		check(err)
		equal(response.StatusCode(), 201)
	}

	stored := put(apns, notiflows.WrittenSettings{DeviceTokens: tokens(1, 2)})
	equal(stored.Provider, "apns")
	equal(stored.Settings.DeviceTokens, tokens(1, 2))
	fmt.Println("ok apns")

	stored = put(slack, notiflows.WrittenSettings{SlackChannelId: &team, SlackUserId: &member})
	equal(*stored.Settings.SlackChannelId, team)
	equal(*stored.Settings.SlackUserId, member)
	fmt.Println("ok slack")

	stored = put(webhook, notiflows.WrittenSettings{WebhookUrl: &hook})
	equal(*stored.Settings.WebhookUrl, hook)
	fmt.Println("ok webhook")

	patched, err := api.PatchUserChannelSettingsWithResponse(ctx, ann, apns, nil,
		notiflows.ChannelSettingsPatch{
			DeviceTokens: &notiflows.DeviceTokenChanges{Add: tokens(3), Remove: tokens(1)}})
	check(err)
	equal(patched.JSON200.Settings.DeviceTokens, tokens(2, 3))
	fmt.Println("ok patch")

	bulk, err := api.BulkUpdateChannelSettingsWithResponse(ctx, nil, notiflows.BulkUpdate{
		Mode: notiflows.Partial,
		Items: []notiflows.BulkItem{
			{UserId: bob, ChannelId: apns, Settings: &notiflows.WrittenSettings{DeviceTokens: tokens(4)}},
			{UserId: bob, ChannelId: webhook, Settings: &notiflows.WrittenSettings{WebhookUrl: &hook}},
		}})
	check(err)
	results := bulk.JSON200
	equal([]int32{results.Stored, results.Removed, results.Failed}, []int32{2, 0, 0})
	equal(results.Items[0].ChannelSettings.Settings.DeviceTokens, tokens(4))
	equal(*results.Items[1].ChannelSettings.Settings.WebhookUrl, hook)
	fmt.Println("ok bulk")

	limit := int32(2)
	users, err := api.ListUsersWithResponse(ctx, &notiflows.ListUsersParams{Limit: &limit})
	check(err)
	page := users.JSON200.Items
	equal([]string{page[0].ExternalId, page[1].ExternalId}, []string{bob, ann})
	equal(len(on(slack, page[0])), 0)
	onSlack := on(slack, page[1])
	equal(len(onSlack), 1)
	equal(*onSlack[0].SlackChannelId, team)
	equal(*onSlack[0].SlackUserId, member)
	fmt.Println("ok page")

	nobody, err := api.GetUserWithResponse(ctx, client+"-nobody", nil)
	check(err)
	equal(nobody.StatusCode(), 404)
	notFound := nobody.JSON404.Error
	equal(notFound.Code, notiflows.ErrorCodeNotFound)
	equal(*notFound.Details.Resource, "user")
	fmt.Println("ok not_found")

	refused := update(slack, notiflows.WrittenSettings{DeviceTokens: tokens(1)})
	equal(refused.StatusCode(), 422)
	invalid := refused.JSON422.Error
	equal(invalid.Code, notiflows.ErrorCodeValidationFailed)
	var fields []string
	for _, field := range *invalid.Details.Fields {
		fields = append(fields, fmt.Sprintf("%s %s", field.Field, field.Reason))
	}
	sort.Strings(fields)
	equal(fields, []string{"settings required", "settings.device_tokens wrong_provider"})
	fmt.Println("ok validation_failed")
}

func tokens(numbers ...int) *[]string {
	var names []string
	for _, number := range numbers {
		names = append(names, fmt.Sprintf("%s-t%d", client, number))
	}
	return &names
}

func update(channel string, written notiflows.WrittenSettings) *notiflows.UpdateUserChannelSettingsResponse {
	response, err := api.UpdateUserChannelSettingsWithResponse(
		ctx, ann, channel, nil, notiflows.ChannelSettingsUpdate{Settings: written})
	check(err)
	return response
}

func put(channel string, written notiflows.WrittenSettings) *notiflows.ChannelSettings {
	stored := update(channel, written)
	equal(stored.StatusCode(), 200)
	read, err := api.GetUserChannelSettingsWithResponse(ctx, ann, channel, nil)
	check(err)
	equal(read.JSON200, stored.JSON200)
	return stored.JSON200
}

func on(channel string, user notiflows.User) []notiflows.StoredSettings {
	var found []notiflows.StoredSettings
	for _, settings := range user.ChannelSettings {
		if settings.ChannelId.String() == channel {
			found = append(found, settings.Settings)
		}
	}
	return found
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
