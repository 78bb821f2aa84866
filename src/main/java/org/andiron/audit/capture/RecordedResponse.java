package org.andiron.audit.capture;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A response that is recorded before its first byte can leave. If that fails, another answer takes
 * its place, and whatever is written is thrown away.
 */
final class RecordedResponse extends HttpServletResponseWrapper {

  /** What answers in the place of what may not be shown. */
  @FunctionalInterface
  interface Refusal {
    void write() throws IOException;
  }

  private enum State {
    OPEN,
    RECORDED,
    REFUSED
  }

  private final IntPredicate recording;
  private final Refusal refusal;
  private State state = State.OPEN;
  private @Nullable ServletOutputStream nothing;
  private @Nullable PrintWriter nobody;

  /**
   * @param recording of an answer with that status; whether it is durable
   * @param refusal in its place
   */
  RecordedResponse(HttpServletResponse response, IntPredicate recording, Refusal refusal) {
    super(response);
    this.recording = recording;
    this.refusal = refusal;
  }

  /** Whether the answer may leave. */
  private boolean mayLeave(int status) throws IOException {
    if (state == State.OPEN) {
      if (recording.test(status)) {
        state = State.RECORDED;
      } else {
        state = State.REFUSED;
        refusal.write();
      }
    }
    return state == State.RECORDED;
  }

  /** The request was answered, perhaps without a body. */
  void end() throws IOException {
    mayLeave(getStatus());
  }

  /** The request was not answered, and the container will. */
  void failed() throws IOException {
    mayLeave(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (mayLeave(getStatus())) {
      return super.getOutputStream();
    }
    if (nothing == null) {
      nothing = new Nowhere();
    }
    return nothing;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (mayLeave(getStatus())) {
      return super.getWriter();
    }
    if (nobody == null) {
      nobody = new PrintWriter(Writer.nullWriter());
    }
    return nobody;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (mayLeave(getStatus())) {
      super.flushBuffer();
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    if (mayLeave(status)) {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (mayLeave(status)) {
      super.sendError(status, message);
    }
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    if (mayLeave(SC_FOUND)) {
      super.sendRedirect(location);
    }
  }

  /** What takes the place of an answer that did not leave is recorded as well. */
  @Override
  public void reset() {
    if (state != State.REFUSED) {
      super.reset();
      state = State.OPEN;
    }
  }

  @Override
  public void resetBuffer() {
    if (state != State.REFUSED) {
      super.resetBuffer();
    }
  }

  @Override
  public void setStatus(int status) {
    if (state != State.REFUSED) {
      super.setStatus(status);
    }
  }

  private static final class Nowhere extends ServletOutputStream {

    @Override
    public void write(int value) {}

    @Override
    public void write(byte[] bytes, int offset, int length) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("answers are written synchronously");
    }
  }
}
