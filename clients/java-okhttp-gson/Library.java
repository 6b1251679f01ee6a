import org.openapitools.client.ApiClient;
import org.openapitools.client.JSON;
import org.openapitools.client.auth.ApiKeyAuth;
import org.openapitools.client.model.ErrorBody;
import org.openapitools.client.model.ErrorResponse;

/** The default library: OkHttp and Gson. */
class Library {

  static ApiClient client() {
    ApiClient client = new ApiClient();
    client.setBasePath(System.getenv("NOTIFLOWS_URL"));
    ((ApiKeyAuth) client.getAuthentication("ApiKeyAuth"))
        .setApiKey(System.getenv("NOTIFLOWS_PUBLIC_KEY"));
    ((ApiKeyAuth) client.getAuthentication("SecretKeyAuth"))
        .setApiKey(System.getenv("NOTIFLOWS_SECRET_KEY"));
    return client;
  }

  static ErrorBody parsed(String body) {
    return JSON.getGson().fromJson(body, ErrorResponse.class).getError();
  }
}
