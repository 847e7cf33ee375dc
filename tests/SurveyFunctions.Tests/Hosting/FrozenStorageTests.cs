using System.Net;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>A storage that takes every connection and answers nothing, for longer than any single request to it is given.</summary>
public sealed class FrozenStorageTests(OwnAzurite own) : IClassFixture<OwnAzurite>
{
    [Fact]
    public async Task While_the_storage_is_frozen_readers_are_told_to_come_back_and_a_response_waits_for_it()
    {
        var wave = await TestWave.OpenAsync(own.Engine);
        await using var app = await AppProcess.StartAsync(AppProcess.Standalone(own.Azurite.ConnectionString));
        // The wave and its school are known to the app, as they are in the middle of a day.
        Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(app, wave)).Status);

        Task<Answered> submitted;
        using (new FrozenProcess(own.Azurite.Azurite.ProcessId))
        {
            submitted = SubmitAsync(app, wave);
            var answers = await Task.WhenAll(
                Answered.ToGetAsync(app.Client, $"/api/waves/{wave.Id}/results/network"),
                Answered.ToGetAsync(app.Client, $"/dashboard/{wave.Id}"),
                Answered.ToGetAsync(app.Client, "/api/waves/unknown/results/network"));
            Assert.All(answers, answered =>
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answered.Status);
                Assert.NotNull(answered["Retry-After"]);
            });
        }

        Assert.Equal(HttpStatusCode.Created, (await submitted).Status);
        Assert.Equal(2, (await wave.ResponsesAsync(own.Engine)).Count);
    }

    private static Task<Answered> SubmitAsync(AppProcess app, TestWave wave) =>
        Answered.ToPostAsync(app.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()));
}
