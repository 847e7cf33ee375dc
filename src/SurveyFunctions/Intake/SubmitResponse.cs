using System.Text;

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;
using Surveys.Readings;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: one response as JSON, for programs. 201 with a receipt only after the response is stored.</summary>
public sealed class SubmitResponse(WaveCache waves, AcceptResponses accept, FindInResults inResults, TimeProvider time)
{
    public const string Route = "api/waves/{wave}/responses";

    public const int MostBytes = RequestLimit.MostBytesOfOne;

    [Function(nameof(SubmitResponse)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string wave, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(wave, request, cancellationToken);
        if (reading.Problems is [var refusal])
            return refusal;
        var (found, submission) = reading.Value;
        var answer = SubmissionAnswer.Of(submission, await accept.AcceptOrFindAsync(found, submission, cancellationToken));
        if (answer.Receipt is not { } receipt)
            return new ProblemResult(answer.Problem!, answer.Errors);
        var state = await inResults.FindAsync(found, submission.Partition, submission.Id, cancellationToken) switch
        {
            true => "in-the-results",
            false => "too-late",
            null => "received",
        };
        return ReceiptOf(receipt, state, answer.Status);
    }

    /// <summary>A receipt as programs get it: <c>{"receipt":"…","status":"received"}</c>.</summary>
    /// <param name="receipt">Letters, digits and hyphens, so it stands in JSON as it is.</param>
    /// <param name="state">What became of the response.</param>
    /// <param name="status">Of HTTP.</param>
    internal static BytesResult ReceiptOf(string receipt, string state, int status) =>
        new(Encoding.UTF8.GetBytes($$"""{"receipt":"{{receipt}}","status":"{{state}}"}"""), "application/json", status);

    /// <summary>On its own, so that nothing of the body is held while the submission waits for the store.</summary>
    private async Task<Reading<(Wave Wave, Submission Submission), ProblemResult>> ReadAsync(
        string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadJsonAsync(request, MostBytes, cancellationToken);
        if (body.Problems is [var problem])
            return new ProblemResult(problem);
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        var (_, reading) = await SubmissionReader.ReadAsync(
            found, body.Value, school => waves.FindSchoolAsync(found, school, cancellationToken));
        if (reading.Value is not { } submission)
            return new ProblemResult(SubmissionAnswer.ProblemOfInvalid(found, time.GetUtcNow()), reading.Problems);
        // Reading may have waited for the store: the state must be no older than the cache lets it be.
        return (await waves.RequireAsync(found.Tenant, id, cancellationToken), submission);
    }
}
