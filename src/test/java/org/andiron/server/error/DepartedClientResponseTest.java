package org.andiron.server.error;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DepartedClientResponseTest {

  private final HttpServletResponse container = mock(HttpServletResponse.class);
  private final ServletOutputStream out = mock(ServletOutputStream.class);
  private final HttpServletResponse response = new DepartedClientResponse(container);
  private final byte[] bytes = new byte[8];

  @BeforeEach
  void giveStream() throws IOException {
    when(container.getOutputStream()).thenReturn(out);
  }

  @Test
  void whatIsWrittenAfterTheClientLeftIsThrownAway() throws IOException {
    doThrow(new ClientAbortException("Broken pipe")).when(out).write(any(), anyInt(), anyInt());
    assertThatCode(
            () -> {
              response.getOutputStream().write(bytes);
              response.getOutputStream().write(bytes);
              response.getOutputStream().flush();
              response.flushBuffer();
              response.getOutputStream().close();
            })
        .doesNotThrowAnyException();
    verify(out, times(1)).write(any(), anyInt(), anyInt());
  }

  @Test
  void aClientThatLeavesAtTheLastFlushIsNoticedThere() throws IOException {
    doThrow(new ClientAbortException("Broken pipe")).when(container).flushBuffer();
    assertThatCode(response::flushBuffer).doesNotThrowAnyException();
  }

  @Test
  void anyOtherFailureIsOne() throws IOException {
    doThrow(new IOException("disk")).when(out).write(any(), anyInt(), anyInt());
    assertThatIOException().isThrownBy(() -> response.getOutputStream().write(bytes));
  }
}
