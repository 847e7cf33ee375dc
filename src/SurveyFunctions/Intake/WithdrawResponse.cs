using System.Text.Json;

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>
/// HTTP-triggered: takes the response of a receipt out of what is stored and counted, for programs. A response that was never
/// there is answered like one that was: nobody learns which exist.
/// </summary>
public sealed class WithdrawResponse(WaveCache waves, AcceptResponses accept)
{
    public const string Route = "api/waves/{wave}/withdrawals";

    private static readonly string[] Members = ["receipt"];

    [Function(nameof(WithdrawResponse)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string wave, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadJsonAsync(request, SubmitResponse.MostBytes, cancellationToken);
        if (body.Problems is [var problem])
            return new ProblemResult(problem);
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        var errors = new List<SubmissionError>();
        var withdrawal = await Withdrawal.ReadAsync(waves, found, ReadReceipt(body.Value.Span, errors), cancellationToken);
        if (withdrawal is null)
        {
            errors.Insert(0, SubmissionError.Of("receipt", ProblemCatalogue.InvalidReceipt));
            return new ProblemResult(ProblemCatalogue.InvalidReceipt, [.. errors.Take(SubmissionReader.MostErrors)]);
        }
        if (errors.Count > 0)
            return new ProblemResult(ProblemCatalogue.InvalidRequest, [.. errors.Take(SubmissionReader.MostErrors)]);
        return await accept.WithdrawOrFindAsync(withdrawal, cancellationToken) switch
        {
            IntakeOutcome.Withdrawn => SubmitResponse.ReceiptOf(
                Receipt.Format(found.Id, withdrawal.Partition.Bucket, withdrawal.Id), "withdrawn", StatusCodes.Status200OK),
            IntakeOutcome.Busy => new ProblemResult(ProblemCatalogue.StorageUnavailable),
            IntakeOutcome.NotOpen => new ProblemResult(ProblemCatalogue.WaveNotOpen),
            var other => throw new InvalidOperationException($"A withdrawal does not end as {other}."),
        };
    }

    private static string? ReadReceipt(ReadOnlySpan<byte> utf8, List<SubmissionError> errors)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        var members = new JsonMembers(Members, errors);
        string? receipt = null;
        while (members.Next(ref json) is not null)
        {
            receipt = JsonMembers.TextOf(in json);
            json.Skip();
        }
        return receipt;
    }
}
