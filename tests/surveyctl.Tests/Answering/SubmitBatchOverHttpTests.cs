using System.Net;
using System.Text.Json;

using Surveyctl.Answering;
using Surveyctl.Demo;
using Surveyctl.Tests.Demo;

using Surveys.Ids;

using TestSupport;

namespace Surveyctl.Tests.Answering;

public sealed class SubmitBatchOverHttpTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Those_that_could_not_be_stored_are_sent_again_with_the_same_ids_and_the_others_are_not()
    {
        using var app = new Answers(
            Results("""{"status":201}""", """{"status":503}""", """{"status":409,"problem":{"title":"Another."}}""", """{"status":503}"""),
            Results("""{"status":200}""", """{"status":503}"""),
            Results("""{"status":201}"""));

        var results = await SendAsync(app);

        Assert.Equal(
            [
                new DeliveryResult(Delivery.Accepted), new DeliveryResult(Delivery.Replayed),
                new DeliveryResult(Delivery.Refused, "409 Another."), new DeliveryResult(Delivery.Accepted),
            ],
            results);
        Assert.Equal([4, 2, 1], app.Ids.Select(ids => ids.Count));
        Assert.Equal([app.Ids[0][1], app.Ids[0][3]], app.Ids[1]);
        Assert.Equal([app.Ids[0][3]], app.Ids[2]);
    }

    [Fact]
    public async Task All_are_given_up_when_the_app_cannot_be_reached_and_refused_when_it_refuses_the_request()
    {
        using var gone = new Answers([.. Enumerable.Repeat(new HttpRequestException("reset"), 8)]);
        Assert.All(await SendAsync(gone), result => Assert.Equal(new DeliveryResult(Delivery.GivenUp, "reset"), result));
        Assert.Equal(8, gone.Ids.Count);
        using var strict = new Answers(Of(HttpStatusCode.RequestEntityTooLarge, """{"title":"Too much."}"""));
        Assert.All(await SendAsync(strict), result => Assert.Equal(new DeliveryResult(Delivery.Refused, "413 Too much."), result));
    }

    [Fact]
    public async Task An_answer_of_another_form_is_told()
    {
        using var app = new Answers(Results("""{"status":201}"""));
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(app));
    }

    [Theory]
    [InlineData(1001, 100, 500, 500, 1)]
    [InlineData(40, 90_000, 22, 18)]
    [InlineData(0, 0)]
    public void No_request_has_more_responses_or_bytes_than_the_app_takes(int responses, int bytes, params int[] requests) =>
        Assert.Equal(requests, SubmitBatchOverHttp.Split(Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[bytes], responses)).Select(request => request.Count));

    private static HttpResponseMessage Of(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };

    private static HttpResponseMessage Results(params string[] entries) =>
        Of(HttpStatusCode.OK, $$"""{"results":[{{string.Join(',', entries)}}]}""");

    private async Task<IReadOnlyList<DeliveryResult>> SendAsync(Answers app)
    {
        var survey = Seeds.Survey("family-climate", 1);
        using var client = new HttpClient(app, disposeHandler: false);
        var sending = new SubmitBatchOverHttp(client, new Uri("http://app.test/"), _time)
            .SendAsync([.. MadeUpAnswers.ForSchool(survey, new SchoolId("alder"), 4, 1).Select(made => SubmissionJson.Of(made, survey))], CancellationToken.None);
        while (!sending.IsCompleted)
        {
            if (_time.ActiveTimers > 0)
                _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
        return await sending;
    }

    /// <summary>An app that answers in this order.</summary>
    private sealed class Answers(params object[] answers) : HttpMessageHandler
    {
        public List<IReadOnlyList<string>> Ids { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var json = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            Ids.Add([.. json.RootElement.GetProperty("responses").EnumerateArray().Select(response => response.GetProperty("id").GetString()!)]);
            return answers[Ids.Count - 1] is Exception failure ? throw failure : (HttpResponseMessage)answers[Ids.Count - 1];
        }
    }
}
