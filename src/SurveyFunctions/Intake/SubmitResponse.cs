using System.Text.Json;
using System.Text.Unicode;
using SurveyFunctions.Hosting;
using SurveyFunctions.Problems;
using Surveys.Answers;
using Surveys.Ids;
using SurveyStore.Intake;
using SurveyStore.Waves;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: one response as JSON, for programs. 201 with a receipt only after the response is stored.</summary>
public sealed class SubmitResponse(WaveCache waves, SubmissionReader reader, AcceptResponses accept)
{
    /// <summary>A survey may ask for 10,000 characters of comments; escaped in JSON or in a form each may take six to nine bytes.</summary>
    public const int MostBytes = 96 * 1024;

    public async Task<IResult> HandleAsync(string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            return new ProblemResult(ProblemCatalogue.UnsupportedMediaType);
        if (await BodyReader.ReadAsync(request, MostBytes, cancellationToken) is not { } body)
            return new ProblemResult(ProblemCatalogue.BodyTooLarge);
        using var json = Parse(body);
        if (json is not { RootElement.ValueKind: JsonValueKind.Object })
            return new ProblemResult(ProblemCatalogue.NotJson);
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        var reading = await reader.ReadAsync(found, json.RootElement, cancellationToken);
        if (reading.Submission is not { } submission)
            return new ProblemResult(reading.Problem!, reading.Errors);
        if (found.State == WaveState.Open)
            return AnswerOf(submission, await accept.AcceptAsync(submission));
        // The reply to the first try may have been lost, and the wave closed since.
        return await accept.FindStoredAsync(submission, cancellationToken) == IntakeOutcome.Replayed
            ? ReceiptOf(submission, StatusCodes.Status200OK)
            : new ProblemResult(ProblemCatalogue.WaveNotOpen);
    }

    private static IResult AnswerOf(Submission submission, IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => ReceiptOf(submission, StatusCodes.Status201Created),
        IntakeOutcome.Replayed => ReceiptOf(submission, StatusCodes.Status200OK),
        IntakeOutcome.Conflict => new ProblemResult(ProblemCatalogue.IdConflict),
        IntakeOutcome.Refused => new ProblemResult(ProblemCatalogue.BodyTooLarge),
        IntakeOutcome.Busy => new ProblemResult(ProblemCatalogue.StorageUnavailable),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    /// <summary>A receipt is letters, digits and hyphens, so it stands in JSON as it is.</summary>
    private static BytesResult ReceiptOf(Submission submission, int status)
    {
        var receipt = Receipt.Format(submission.Partition.Bucket, submission.Id);
        var json = System.Text.Encoding.UTF8.GetBytes($$"""{"receipt":"{{receipt}}","status":"received"}""");
        return new BytesResult(json, "application/json", status);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        // The parser lets wrong bytes inside strings pass until somebody reads them.
        if (!Utf8.IsValid(body.Span))
            return null;
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
