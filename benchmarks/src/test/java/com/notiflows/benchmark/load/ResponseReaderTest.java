package com.notiflows.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

  private final ResponseReader reader = new ResponseReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n"
      })
  void readsResponsesThatArriveByteByByte(String text) throws IOException {
    for (int round = 0; round < 2; round++) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < bytes.length - 1; i++) {
        assertFalse(reader.read(ByteBuffer.wrap(bytes, i, 1)), "complete after " + i);
      }
      assertTrue(reader.read(ByteBuffer.wrap(bytes, bytes.length - 1, 1)));
      assertEquals(200, reader.status());
      assertEquals("hello", reader.bodyStart());
    }
  }

  @Test
  void responsesWithoutABodyAreComplete() throws IOException {
    assertTrue(read("HTTP/1.1 204 No Content\r\n\r\n"));
    assertTrue(read("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
    assertEquals(503, reader.status());
    assertEquals("", reader.bodyStart());
  }

  private boolean read(String text) throws IOException {
    return reader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
