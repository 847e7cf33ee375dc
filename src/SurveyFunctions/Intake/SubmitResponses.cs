using System.Collections.Concurrent;
using System.Text.Json;

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;
using Surveys.Readings;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>
/// HTTP-triggered: many responses at once from programs, such as those of a tablet that was offline or of a round on paper. Each is
/// answered as if it had been sent alone; sending all of them again is as safe as it is for one.
/// </summary>
public sealed class SubmitResponses(WaveCache waves, AcceptResponses accept, StorageFailures failures, TimeProvider time)
{
    public const string Route = SubmitResponse.Route + "/batch";

    public const int MostResponses = 500;

    public const int MostBytes = 2 * 1024 * 1024;

    /// <summary>A response stands in an array in an object here, and may nest as deep as it may alone.</summary>
    private const int Depth = BodyReader.JsonDepth + 2;

    private static readonly string[] Members = ["responses"];

    [Function(nameof(SubmitResponses)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string wave, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(wave, request, cancellationToken);
        if (reading.Problems is [var refusal])
            return refusal;
        var (found, read) = reading.Value;
        // Handed over in order: of two under one id the first one stands.
        var answers = await Task.WhenAll(read.Select(one => AnswerAsync(found, one, cancellationToken)));
        return ResultOf(read, answers);
    }

    /// <summary>
    /// Everything is read before the first is handed over. On its own, so that nothing of the body is held while they wait for the store.
    /// </summary>
    private async Task<Reading<(Wave Wave, ReadResponse[] Responses), ProblemResult>> ReadAsync(
        string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadJsonAsync(request, MostBytes, cancellationToken, Depth);
        if (body.Problems is [var problem])
            return new ProblemResult(problem);
        var errors = new List<SubmissionError>();
        var responses = ReadEnvelope(body.Value, errors);
        if (errors.Count > 0)
            return new ProblemResult(ProblemCatalogue.InvalidRequest, [.. errors.Take(SubmissionReader.MostErrors)]);
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        var schools = new ConcurrentDictionary<SchoolId, Task<PinnedSchool?>>();
        Task<PinnedSchool?> FindSchoolAsync(SchoolId school) =>
            schools.GetOrAdd(school, one => waves.FindSchoolAsync(found, one, cancellationToken));
        var read = await Task.WhenAll(responses.Select(response => ReadAsync(found, response, FindSchoolAsync)));
        // That may have waited for the store: the state must be no older than the cache lets it be.
        return (await waves.RequireAsync(found.Tenant, id, cancellationToken), read);
    }

    /// <summary>The responses as they stand in the body, unless there are errors.</summary>
    private static List<ReadOnlyMemory<byte>> ReadEnvelope(ReadOnlyMemory<byte> body, List<SubmissionError> errors)
    {
        var json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = Depth });
        json.Read();
        List<ReadOnlyMemory<byte>>? responses = null;
        var members = new JsonMembers(Members, errors);
        while (members.Next(ref json) is not null)
        {
            if (json.TokenType == JsonTokenType.StartArray)
                responses = ReadResponses(body, ref json);
            json.Skip();
        }
        if (responses is null)
            errors.Add(new SubmissionError("/responses", "responses-missing", "Send the responses as an array of objects."));
        else if (responses.Count > MostResponses)
            errors.Add(new SubmissionError("/responses", "too-many-responses", $"Send at most {MostResponses} responses at once."));
        return responses ?? [];
    }

    /// <summary>Of too many one more than is allowed.</summary>
    private static List<ReadOnlyMemory<byte>> ReadResponses(ReadOnlyMemory<byte> body, ref Utf8JsonReader json)
    {
        var responses = new List<ReadOnlyMemory<byte>>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            if (responses.Count <= MostResponses)
                responses.Add(body[start..(int)json.BytesConsumed]);
        }
        return responses;
    }

    private async Task<ReadResponse> ReadAsync(Wave wave, ReadOnlyMemory<byte> response, Func<SchoolId, Task<PinnedSchool?>> findSchool)
    {
        if (response.Length > SubmitResponse.MostBytes)
            return new ReadResponse(null, SubmissionAnswer.Of(ProblemCatalogue.BodyTooLarge));
        try
        {
            var reading = await SubmissionReader.ReadAsync(wave, response, findSchool);
            var answer = reading.Submission.IsValid
                ? null
                : SubmissionAnswer.Of(SubmissionAnswer.ProblemOfInvalid(wave, time.GetUtcNow()), reading.Submission.Problems);
            return new ReadResponse(reading, answer);
        }
        catch (StoreUnavailableException failure)
        {
            return new ReadResponse(null, SubmissionAnswer.Of(failure));
        }
    }

    private async Task<SubmissionAnswer> AnswerAsync(Wave wave, ReadResponse read, CancellationToken cancellationToken)
    {
        if (read.Answer is { } answer)
            return answer;
        var submission = read.Reading!.Submission.Value!;
        try
        {
            return SubmissionAnswer.Of(submission, await accept.AcceptOrFindAsync(wave, submission, cancellationToken));
        }
        catch (StoreUnavailableException failure)
        {
            return SubmissionAnswer.Of(failure);
        }
    }

    private BytesResult ResultOf(ReadResponse[] read, SubmissionAnswer[] answers)
    {
        foreach (var failure in answers.Select(answer => answer.Failure).OfType<StoreUnavailableException>())
            failures.Report(failure);
        var entries = answers.Select((answer, index) => new BatchEntry(
            index,
            read[index].Reading?.Id?.ToString(),
            answer.Status,
            answer.Receipt,
            answer.Problem is { } problem ? ProblemDocument.Of(problem, answer.Errors) : null));
        return new BytesResult(new BatchAnswer([.. entries]).ToUtf8Json(), "application/json")
        {
            RetryAfterSeconds = answers.Max(answer => answer.RetryAfterSeconds),
        };
    }

    /// <param name="Reading">Null: it was not read.</param>
    /// <param name="Answer">Null: it is to be stored.</param>
    private sealed record ReadResponse(SubmissionReading? Reading, SubmissionAnswer? Answer);
}
