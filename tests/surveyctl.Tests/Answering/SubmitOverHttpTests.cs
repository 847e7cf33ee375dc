using System.Net;

using Surveyctl.Answering;
using Surveyctl.Demo;
using Surveyctl.Tests.Demo;

using Surveys.Ids;

using TestSupport;

namespace Surveyctl.Tests.Answering;

public sealed class SubmitOverHttpTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_response_is_sent_again_with_the_same_body_after_the_time_the_app_asks_for()
    {
        using var app = new Answers(Busy(seconds: 7), new HttpRequestException("reset"), Of(HttpStatusCode.Created));
        var sending = SendAsync(app);

        await UntilWaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(app.Bodies);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await UntilWaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Delivery.Accepted, (await sending).Delivery);
        Assert.Equal(3, app.Bodies.Count);
        Assert.Single(app.Bodies.Distinct());
    }

    [Fact]
    public async Task A_refusal_is_not_sent_again_and_tells_the_title_of_the_problem()
    {
        var refusal = Of(HttpStatusCode.Conflict);
        refusal.Content = new StringContent("""{"title":"The wave does not take answers."}""");
        using var app = new Answers(refusal);
        Assert.Equal(new DeliveryResult(Delivery.Refused, "409 The wave does not take answers."), await SendAsync(app));
    }

    private static HttpResponseMessage Of(HttpStatusCode status) => new(status);

    private static HttpResponseMessage Busy(int seconds)
    {
        var busy = Of(HttpStatusCode.ServiceUnavailable);
        busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return busy;
    }

    private async Task<DeliveryResult> SendAsync(Answers app)
    {
        var survey = Seeds.Survey("family-climate", 1);
        using var client = new HttpClient(app, disposeHandler: false);
        var response = MadeUpAnswers.ForSchool(survey, new SchoolId("alder"), 1, 1)[0];
        return await new SubmitOverHttp(client, new Uri("http://app.test/"), survey, _time).SendAsync(response, CancellationToken.None);
    }

    private async Task UntilWaitingAsync()
    {
        while (_time.ActiveTimers == 0)
            await Task.Yield();
    }

    /// <summary>An app that answers in this order.</summary>
    private sealed class Answers(params object[] answers) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return answers[Bodies.Count - 1] is Exception failure ? throw failure : (HttpResponseMessage)answers[Bodies.Count - 1];
        }
    }
}
