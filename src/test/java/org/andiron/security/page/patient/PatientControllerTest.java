package org.andiron.security.page.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.security.KnownUser;
import org.andiron.security.PatientsShown;
import org.andiron.security.authserver.code.PendingAuthorization;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.security.page.TestPages;
import org.andiron.security.page.TestRequests;
import org.andiron.security.page.patient.PatientDirectory.FoundPatients;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class PatientControllerTest {

  private static final KnownUser NURSE =
      new KnownUser("nina", "Nina", Optional.empty(), Set.of("nurse"));
  private static final PatientEntry ANNA =
      new PatientEntry("1", "Anna Hüber", "1984-05-23", "female", "MRN 1");

  private final PatientDirectory patients = mock(PatientDirectory.class);
  private final PendingAuthorizations pending = mock(PendingAuthorizations.class);
  private final List<Object> shown = new ArrayList<>();
  private final MockMvc mvc =
      MockMvcBuilders.standaloneSetup(
              new PatientController(
                  TestPages.create(),
                  name -> name.equals("nina") ? Optional.of(NURSE) : Optional.empty(),
                  patients,
                  pending,
                  shown::add))
          .build();

  @BeforeEach
  void aRequestWaits() {
    PendingAuthorization waiting = TestRequests.waiting("launch/patient patient/Goal.rs", null);
    when(pending.find("s1", "nina")).thenReturn(Optional.of(waiting));
    when(patients.search(any(), any(), eq(0))).thenReturn(new FoundPatients(List.of(ANNA), true));
    when(patients.find(NURSE, "1")).thenReturn(Optional.of(ANNA));
    when(patients.find(NURSE, "2")).thenReturn(Optional.empty());
  }

  private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(
            request.with(
                it -> {
                  it.setRemoteUser("nina");
                  return it;
                }))
        .andReturn()
        .getResponse();
  }

  @Test
  void thePatientsThatTheUserMaySeeAreShown() throws Exception {
    MockHttpServletResponse answer =
        send(get("/auth/patient").param("state", "s1").param("birthdate", "1984-05-23"));
    assertThat(answer.getStatus()).isEqualTo(200);
    Document page = Jsoup.parse(answer.getContentAsString());
    assertThat(page.select("tbody tr").text()).contains("Anna Hüber 1984-05-23 female MRN 1");
    assertThat(page.select("tbody button").attr("aria-label"))
        .isEqualTo("Choose Anna Hüber, 1984-05-23");
    assertThat(page.select("a[rel=next]").attr("href"))
        .contains("birthdate=1984-05-23&identifier=&page=1");
    assertThat(page.select("a[rel=prev]")).isEmpty();
    verify(patients)
        .search(NURSE, new PatientQuery("", Optional.of(LocalDate.of(1984, 5, 23)), ""), 0);
    assertThat(answer.getHeader("Content-Security-Policy"))
        .contains("form-action 'self' https://app.example.org;");
    assertThat(shown)
        .containsExactly(
            new PatientsShown.Found(
                "nina",
                "/auth/patient?name=&birthdate=1984-05-23&identifier=&page=0",
                List.of("1")));
  }

  @Test
  void aDayThatIsNoneIsRefused() throws Exception {
    MockHttpServletResponse answer =
        send(get("/auth/patient").param("state", "s1").param("birthdate", "1984-13-01"));
    assertThat(answer.getStatus()).isEqualTo(400);
    Document page = Jsoup.parse(answer.getContentAsString());
    assertThat(page.select("[role=alert]").text()).contains("1984-05-23");
    assertThat(page.select("#birthdate").attr("aria-describedby")).isEqualTo("problem");
    assertThat(page.title()).startsWith("Choose a patient");
    assertThat(shown).isEmpty();
  }

  @Test
  void aPatientIsChosenOnlyIfTheUserMaySeeThem() throws Exception {
    MockHttpServletResponse refused =
        send(post("/auth/patient").param("state", "s1").param("patient", "2"));
    assertThat(refused.getStatus()).isEqualTo(404);
    verify(pending, never()).choosePatient(any(), any(), any());

    MockHttpServletResponse chosen =
        send(post("/auth/patient").param("state", "s1").param("patient", "1"));
    assertThat(chosen.getStatus()).isEqualTo(303);
    assertThat(chosen.getHeader("Location")).isEqualTo("/auth/authorization?state=s1");
    verify(pending).choosePatient("s1", "nina", "1");
  }

  @Test
  void whatNobodyAskedIsOver() throws Exception {
    assertThat(send(get("/auth/patient").param("state", "other")).getStatus()).isEqualTo(400);
    assertThat(
            send(post("/auth/patient").param("state", "other").param("patient", "1")).getStatus())
        .isEqualTo(400);
  }

  @Test
  void manyPatientsHaveSeveralPages() throws Exception {
    when(patients.search(any(), any(), eq(2)))
        .thenReturn(
            new FoundPatients(
                IntStream.range(0, 20)
                    .mapToObj(i -> new PatientEntry("p" + i, "P" + i, "", "", ""))
                    .toList(),
                false));
    Document page =
        Jsoup.parse(
            send(get("/auth/patient").param("state", "s1").param("page", "2"))
                .getContentAsString());
    assertThat(page.select("caption").text()).isEqualTo("Patients 41 to 60");
    assertThat(page.select("a[rel=next]")).isEmpty();
    assertThat(page.select("a[rel=prev]").attr("href")).endsWith("page=1");
  }
}
