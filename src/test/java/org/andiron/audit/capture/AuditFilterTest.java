package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import org.andiron.server.HeldAnswer;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AuditFilterTest {

  private final List<String> order = new ArrayList<>();
  private final RequestAudit audit = mock();
  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  /** How long recording takes must not show in an answer that is held. */
  @Test
  void anAnswerIsHeldWhenItIsRecordedAndBeforeItLeaves() throws Exception {
    when(audit.answering(any(), anyInt()))
        .then(
            it -> {
              order.add("recorded");
              return true;
            });
    new AuditFilter(audit)
        .doFilter(
            request,
            response,
            (asked, answer) -> {
              HeldAnswer.hold(request, () -> order.add("held"));
              answer.getWriter().write("not found");
              order.add("written");
            });
    assertThat(order).containsExactly("recorded", "held", "written");
    assertThat(response.getContentAsString()).isEqualTo("not found");
  }
}
