using Microsoft.Extensions.Logging.Abstractions;

using SurveyFunctions.Hosting.Standalone;

using SurveyStorage;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.Standalone;

public abstract class TimerClaimsTests(ITableStore tables)
{
    public sealed class OnAzurite(AppFixture app) : TimerClaimsTests(app.Azurite.Tables);

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : TimerClaimsTests(stores.Tables), IClassFixture<EmbeddedEngineFixture>;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly ManualTimeProvider _time = new();
    private readonly string _timer = AzuriteFixture.NewName("timer-");

    [Fact]
    public async Task Of_two_copies_one_runs_each_occurrence_once()
    {
        var (one, other) = (Claims(), Claims());
        await one.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None);

        var claims = await Task.WhenAll(
            one.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None),
            other.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));

        var claim = Assert.Single(claims, claim => claim is not null)!;
        await one.CompleteAsync(claim, CancellationToken.None);
        _time.Advance(Lease * 2);
        Assert.Null(await other.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
        Assert.NotNull(await other.ClaimAsync(_timer, Occurrence(2), Lease, CancellationToken.None));
    }

    [Fact]
    public async Task An_occurrence_whose_copy_died_is_taken_over_when_its_lease_has_ended()
    {
        var claims = Claims();
        await claims.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None);
        Assert.NotNull(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));

        _time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
    }

    [Fact]
    public async Task A_copy_whose_lease_was_taken_over_cannot_complete_it()
    {
        var (claims, slowCopy) = (Claims(), Claims());
        await claims.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None);
        var slow = (await slowCopy.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None))!;
        _time.Advance(Lease);
        Assert.NotNull(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));

        await slowCopy.CompleteAsync(slow, CancellationToken.None);

        _time.Advance(Lease);
        Assert.NotNull(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
    }

    [Fact]
    public async Task An_occurrence_that_was_given_back_can_be_claimed_again_after_the_time_given()
    {
        var claims = Claims();
        await claims.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None);
        var failed = (await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None))!;

        await claims.GiveBackAsync(failed, _time.GetUtcNow() + TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Null(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await claims.ClaimAsync(_timer, Occurrence(1), Lease, CancellationToken.None));
    }

    [Fact]
    public async Task The_first_start_ever_runs_nothing_that_was_due_before_it()
    {
        var claims = Claims();

        Assert.Null(await claims.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None));
        Assert.Null(await claims.ClaimAsync(_timer, Occurrence(0), Lease, CancellationToken.None));
    }

    private TimerClaims Claims() => new(tables, _time, NullLogger<TimerClaims>.Instance);

    /// <summary>The last of them was three hours ago by the clock.</summary>
    private static DateTimeOffset Occurrence(int number) => new DateTimeOffset(2026, 2, 28, 9, 0, 0, TimeSpan.Zero).AddDays(number);
}
