package org.andiron.security.page.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.KnownUser;
import org.andiron.security.PatientsShown;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.security.page.TestPages;
import org.andiron.security.page.TestRequests;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.patient.PatientEntry;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class AuthorizationControllerTest {

  private static final KnownUser NURSE =
      new KnownUser("nina", "Nina", Optional.empty(), Set.of("nurse"));

  private final PatientDirectory patients = mock(PatientDirectory.class);
  private final PendingAuthorizations pending = mock(PendingAuthorizations.class);
  private final List<Object> shown = new ArrayList<>();
  private final MockMvc mvc =
      MockMvcBuilders.standaloneSetup(
              new AuthorizationController(
                  TestPages.create(),
                  TestPages.assets(),
                  pending,
                  name -> Optional.of(NURSE),
                  patients,
                  shown::add))
          .build();

  private MockHttpServletResponse ask(String state) throws Exception {
    return mvc.perform(
            get("/auth/authorization")
                .param("state", state)
                .with(
                    it -> {
                      it.setRemoteUser("nina");
                      return it;
                    }))
        .andReturn()
        .getResponse();
  }

  @Test
  void eachScopeCanBeLeftOut() throws Exception {
    when(pending.find("s1", "nina"))
        .thenReturn(
            Optional.of(TestRequests.waiting("openid patient/Goal.rs user/Patient.read", "1")));
    when(patients.find(NURSE, "1"))
        .thenReturn(Optional.of(new PatientEntry("1", "Anna Hüber", "1984", "", "")));

    MockHttpServletResponse answer = ask("s1");

    Document page = Jsoup.parse(answer.getContentAsString());
    assertThat(
            page.select("form#allow input[name=scope][type=checkbox][checked]").eachAttr("value"))
        .containsExactlyInAnyOrder("openid", "patient/Goal.rs", "user/Patient.read");
    assertThat(page.select("form#allow, form#deny").eachAttr("action"))
        .containsOnly("/oauth2/authorize");
    assertThat(page.select("form#deny input").eachAttr("name"))
        .containsExactly("client_id", "state");
    assertThat(page.select("form#deny input[name=state]").attr("value")).isEqualTo("s1");
    assertThat(page.select("h1").text()).isEqualTo("Allow Growth <Chart>?");
    assertThat(page.text())
        .contains("You will be taken on to app.example.org")
        .contains("Read health goals of Anna Hüber")
        .contains("born 1984");
    assertThat(answer.getHeader("Content-Security-Policy"))
        .contains("form-action 'self' https://app.example.org;");
    assertThat(shown).containsExactly(new PatientsShown.Named("nina", "/auth/authorization", "1"));
  }

  @Test
  void thePatientIsChosenFirst() throws Exception {
    when(pending.find("s 1", "nina"))
        .thenReturn(Optional.of(TestRequests.waiting("patient/Goal.rs", null)));
    assertThat(ask("s 1").getHeader("Location")).isEqualTo("/auth/patient?state=s+1");
  }

  @Test
  void aPatientWhomTheUserMayNotSeeIsNotNamed() throws Exception {
    when(pending.find("s1", "nina"))
        .thenReturn(Optional.of(TestRequests.waiting("patient/Goal.rs", "2")));
    when(patients.find(NURSE, "2")).thenReturn(Optional.empty());
    assertThat(Jsoup.parse(ask("s1").getContentAsString()).text())
        .contains("Read health goals of the patient");
    assertThat(shown).isEmpty();
  }

  @Test
  void whatIsOverIsSaidToBeOver() throws Exception {
    when(pending.find("gone", "nina")).thenReturn(Optional.empty());
    MockHttpServletResponse answer = ask("gone");
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).contains("This question is over");
  }
}
