package org.andiron.risk.model;

import java.time.LocalDate;

/**
 * That somebody has evaluated a model.
 *
 * @param by person or organisation
 * @param on day of it, or of the publication
 * @param data what it was evaluated on
 * @param summary what came out
 */
public record Evaluation(String by, LocalDate on, String data, String summary) {}
