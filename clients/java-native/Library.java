import com.fasterxml.jackson.core.JsonProcessingException;
import org.openapitools.client.ApiClient;
import org.openapitools.client.model.ErrorBody;
import org.openapitools.client.model.ErrorResponse;

/** The library {@code native}: the HttpClient of the JDK, and Jackson. */
class Library {

  static ApiClient client() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("NOTIFLOWS_URL"));
    client.setRequestInterceptor(
        request ->
            request
                .header("x-notiflows-api-key", System.getenv("NOTIFLOWS_PUBLIC_KEY"))
                .header("x-notiflows-secret-key", System.getenv("NOTIFLOWS_SECRET_KEY")));
    return client;
  }

  static ErrorBody parsed(String body) {
    try {
      return ApiClient.createDefaultObjectMapper().readValue(body, ErrorResponse.class).getError();
    } catch (JsonProcessingException e) {
      throw new AssertionError("No error of the API: " + body, e);
    }
  }
}
