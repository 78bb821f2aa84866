package org.andiron.risk.feedback;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.andiron.risk.registry.RegisteredModel;

/**
 * What a user did with one card.
 *
 * @param model that made the card
 * @param reason code of why the card was overridden, if one was chosen
 * @param comment in the user's own words; it may tell of the patient
 * @param at when, as the client says
 */
public record CardFeedback(
    UUID card,
    RegisteredModel model,
    CardOutcome outcome,
    Optional<String> reason,
    Optional<String> comment,
    Instant at) {}
