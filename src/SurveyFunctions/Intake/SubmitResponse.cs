using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: one response as JSON, for programs. 201 with a receipt only after the response is stored.</summary>
public sealed class SubmitResponse(WaveCache waves, StoreSubmission store)
{
    public const string Route = "api/waves/{wave}/responses";

    public const int MostBytes = RequestLimit.MostBytesOfOne;

    [Function(nameof(SubmitResponse))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string wave, CancellationToken cancellationToken)
    {
        var (found, submission, refusal) = await ReadAsync(wave, request, cancellationToken);
        if (refusal is not null)
            return refusal;
        var answer = SubmissionAnswer.Of(submission!, await store.RunAsync(found!, submission!, cancellationToken));
        return answer.Receipt is { } receipt
            ? ReceiptResult.Of(receipt, ReceiptResult.Received, answer.Status)
            : new ProblemResult(answer.Problem!, answer.Errors);
    }

    /// <summary>On its own, so that nothing of the body is held while the submission waits for the store.</summary>
    private async Task<(Wave? Wave, Submission? Submission, IResult? Refusal)> ReadAsync(
        string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MostBytes, cancellationToken);
        if (body.Problem is { } problem)
            return (null, null, new ProblemResult(problem));
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return (null, null, new ProblemResult(ProblemCatalogue.UnknownWave));

        var reading = await SubmissionReader.ReadAsync(
            found, body.Utf8, school => waves.FindSchoolAsync(found, school, cancellationToken));
        if (reading.Submission is not { } submission)
            return (null, null, new ProblemResult(reading.Problem!, reading.Errors));
        // Reading may have waited for the store: the state must be no older than the cache lets it be.
        return (await waves.RequireAsync(found.Tenant, id, cancellationToken), submission, null);
    }
}
