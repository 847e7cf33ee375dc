namespace SurveyFunctions.Problems;

/// <summary>Every problem the app tells anyone, as JSON to programs and as a page to people. Append only.</summary>
public static class ProblemCatalogue
{
    // What a browser never sends by itself.
    private const string BadRequestPage = "bad-request";

    public static Problem NotJson { get; } = new()
    {
        Code = "not-json",
        Status = 400,
        Title = "The body is not JSON.",
        Detail = "Send one JSON object in UTF-8.",
        PageText = BadRequestPage,
    };

    public static Problem InvalidSubmission { get; } = new()
    {
        Code = "invalid-submission",
        Status = 422,
        Title = "The submission was not accepted.",
        Detail = "Nothing was stored. Correct everything listed in errors and send it again with the same id.",
    };

    public static Problem InvalidId { get; } = new()
    {
        Code = "invalid-id",
        Status = 422,
        Title = "The id of the response is not a random UUID.",
        Detail = "Make a random UUID (version 4) for each response and send it in its hyphenated form; keep it when you send again.",
        PageText = BadRequestPage,
    };

    public static Problem UnknownSchool { get; } = new()
    {
        Code = "unknown-school",
        Status = 404,
        Title = "This wave does not ask about such a school.",
        Detail = "Use the id of a school, or member organisation, that is part of the wave.",
    };

    public static Problem UnknownLanguage { get; } = new()
    {
        Code = "unknown-language",
        Status = 422,
        Title = "The survey does not offer this language.",
        Detail = "Use one of the survey's languages, written as in the survey: en, zh-Hant.",
        PageText = BadRequestPage,
    };

    public static Problem UnknownChannel { get; } = new()
    {
        Code = "unknown-channel",
        Status = 422,
        Title = "There is no such channel.",
        Detail = "Use link, qr, kiosk or paper.",
        PageText = BadRequestPage,
    };

    public static Problem UnknownWave { get; } = new()
    {
        Code = "unknown-wave",
        Status = 404,
        Title = "There is no such wave.",
        Detail = "Check the id of the wave in the address.",
    };

    public static Problem WaveNotOpen { get; } = new()
    {
        Code = "wave-not-open",
        Status = 409,
        Title = "The wave does not take answers.",
        Detail = "It has not opened yet or has closed. Nothing was stored or withdrawn.",
    };

    public static Problem IdConflict { get; } = new()
    {
        Code = "id-conflict",
        Status = 409,
        Title = "Other answers were received under this id.",
        Detail = "The first answers stand. Make a new id for another response.",
    };

    public static Problem BodyTooLarge { get; } = new()
    {
        Code = "body-too-large",
        Status = 413,
        Title = "The body is too large.",
        Detail = "Send at most 96 KiB per response, and at most 2 MiB per batch of responses.",
    };

    public static Problem UnsupportedMediaType { get; } = new()
    {
        Code = "unsupported-media-type",
        Status = 415,
        Title = "The body has a media type that is not read here.",
        Detail = "Send application/json to the API; forms are posted as application/x-www-form-urlencoded.",
        PageText = BadRequestPage,
    };

    public static Problem NotFound { get; } = new()
    {
        Code = "not-found",
        Status = 404,
        Title = "There is nothing at this address.",
        Detail = "Check the address.",
    };

    public static Problem MethodNotAllowed { get; } = new()
    {
        Code = "method-not-allowed",
        Status = 405,
        Title = "This address does not take that method.",
        Detail = "See the Allow header.",
        PageText = BadRequestPage,
    };

    public static Problem UnknownScope { get; } = new()
    {
        Code = "unknown-scope",
        Status = 404,
        Title = "The wave has no results for such a scope.",
        Detail = "Use the id of an organisation or collection that is part of the wave.",
        PageText = "not-found",
    };

    public static Problem ResultsNotReady { get; } = new()
    {
        Code = "results-not-ready",
        Status = 404,
        Title = "Nothing has been released for this wave yet.",
        Detail = "Results appear with the first release after answers came in. Try again later.",
    };

    public static Problem StorageUnavailable { get; } = new()
    {
        Code = "storage-unavailable",
        Status = 503,
        Title = "The storage cannot be reached.",
        Detail = "Send the same request again, with the same id, in a few seconds: what was stored is not stored twice.",
        RetryAfterSeconds = 5,
    };

    public static Problem Unexpected { get; } = new()
    {
        Code = "unexpected",
        Status = 500,
        Title = "Something went wrong here.",
        Detail = "It is not the fault of the request. Send it again, with the same id: what was stored is not stored twice.",
    };

    public static Problem InvalidRequest { get; } = new()
    {
        Code = "invalid-request",
        Status = 422,
        Title = "The request is not made as it must be.",
        Detail = "Nothing was changed. Correct everything listed in errors and send it again.",
        PageText = BadRequestPage,
    };

    public static Problem ResponseWithdrawn { get; } = new()
    {
        Code = "response-withdrawn",
        Status = 410,
        Title = "The response was withdrawn.",
        Detail = "It is not stored again. There is nothing to do.",
    };

    public static Problem InvalidReceipt { get; } = new()
    {
        Code = "invalid-receipt",
        Status = 422,
        Title = "This is no receipt of this wave.",
        Detail = "A character is wrong or missing, or it is the receipt of another survey. A receipt has 30 letters and digits, "
            + "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX; case, hyphens and spaces do not matter. Nothing was withdrawn.",
        PageText = BadRequestPage,
    };

    /// <summary>503 and not 408: programs send again after it, and give up after statuses of 400 to 499.</summary>
    public static Problem BodyTooSlow { get; } = new()
    {
        Code = "body-too-slow",
        Status = 503,
        Title = "The body took too long to arrive.",
        Detail = "Nothing was stored. Send it again, with the same id; a batch in smaller parts.",
        RetryAfterSeconds = 5,
    };

    public static Problem ResponseReplaced { get; } = new()
    {
        Code = "response-replaced",
        Status = 410,
        Title = "The response was replaced.",
        Detail = "A later response stands in its place. It is not stored again; there is nothing to do.",
        PageText = "id-conflict",
    };

    public static Problem NotReplaceable { get; } = new()
    {
        Code = "not-replaceable",
        Status = 409,
        Title = "The earlier response cannot be replaced.",
        Detail = "It is of another school, came from a kiosk, or was replaced 50 times. It stands, and nothing was stored.",
        PageText = "id-conflict",
    };

    public static Problem InvitationNotValid { get; } = new()
    {
        Code = "invitation-not-valid",
        Status = 410,
        Title = "This link no longer signs anybody in.",
        Detail = "It was used, has expired or was taken back. Ask whoever sent it for a new one.",
    };

    public static Problem FormNotOurs { get; } = new()
    {
        Code = "form-not-ours",
        Status = 400,
        Title = "The form was not sent from its page.",
        Detail = "Open the page again and send it from there; cookies must be allowed. Nothing was changed.",
    };

    public static Problem NotSecure { get; } = new()
    {
        Code = "not-secure",
        Status = 400,
        Title = "Signing in needs https.",
        Detail = "Open the same address with https://. Nothing was changed, and the link still holds.",
    };

    public static Problem KeyNotValid { get; } = new()
    {
        Code = "key-not-valid",
        Status = 401,
        Title = "The key does not hold.",
        Detail = "It is not complete, has expired or was taken back, or came without https. Send it as Authorization: Bearer, and ask whoever gave it for a new one.",
        PageText = BadRequestPage,
    };

    public static Problem TooManyAttempts { get; } = new()
    {
        Code = "too-many-attempts",
        Status = 429,
        Title = "Somebody tries too often to sign in.",
        Detail = "Wait a minute, and try again. Nothing was changed, and a link that was good still is.",
        RetryAfterSeconds = 60,
    };

    public static Problem ProviderUnavailable { get; } = new()
    {
        Code = "provider-unavailable",
        Status = 503,
        Title = "The provider with which people sign in does not answer.",
        Detail = "Try again in a minute, or sign in by a link.",
        RetryAfterSeconds = 60,
    };

    public static IReadOnlyList<Problem> All { get; } =
    [
        NotJson, InvalidSubmission, InvalidId, UnknownSchool, UnknownLanguage, UnknownChannel, UnknownWave, WaveNotOpen, IdConflict,
        BodyTooLarge, UnsupportedMediaType, NotFound, MethodNotAllowed, UnknownScope, ResultsNotReady, StorageUnavailable, Unexpected,
        InvalidRequest, ResponseWithdrawn, InvalidReceipt, BodyTooSlow, ResponseReplaced, NotReplaceable, InvitationNotValid, FormNotOurs,
        NotSecure, KeyNotValid, TooManyAttempts, ProviderUnavailable,
    ];
}
