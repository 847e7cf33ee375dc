namespace SurveyFunctions.Intake;

public static class IntakeRegistration
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<StoreSubmission>()
        .AddSingleton<SubmitResponse>()
        .AddSingleton<StoreBatch>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>()
        .AddSingleton<FamilySurvey>()
        .AddSingleton<SchoolSurvey>()
        .AddSingleton<MemberSurvey>()
        .AddSingleton<StoreWithdrawal>()
        .AddSingleton<WithdrawResponse>()
        .AddSingleton<WithdrawalForm>();
}
